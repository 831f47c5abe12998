// Without this script every page works as plain forms and links, and only live news are missing.
(() => {
  "use strict";
  document.documentElement.classList.add("with-script");
  const thread = document.getElementById("said");
  if (thread) {
    const toEnd = () => { thread.scrollTop = thread.scrollHeight; };
    const listening = () => [...thread.querySelectorAll("audio")].some((audio) => !audio.paused);
    // Whoever reads further up, listens to a recording, or has a form of a bubble open, is left there.
    let atEnd = true;
    document.body.addEventListener("htmx:sseBeforeMessage", (event) => {
      if (event.target !== thread) return;
      atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
      if (thread.querySelector("details[open]") || listening()) event.preventDefault();
    });
    document.body.addEventListener("htmx:sseMessage", () => { if (atEnd) toEnd(); });
    toEnd();
  }
})();
