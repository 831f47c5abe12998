// Without this script every page works as plain forms and links, and only live news are missing.
(() => {
  "use strict";
})();
