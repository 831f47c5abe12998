// Without this script the page works as plain forms; with it, Enter sends and the last question stays in view, with
// the beginning of what answers it.
(() => {
  "use strict";
  const thread = document.getElementById("thread");
  const compose = document.getElementById("compose");
  const text = document.getElementById("text");
  const toLast = () => {
    const mine = thread.querySelectorAll(".mine");
    if (mine.length) thread.scrollTop = mine[mine.length - 1].offsetTop - 12;
  };

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      compose.requestSubmit();
    }
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== compose) return;
    const bubble = document.createElement("article");
    bubble.className = "bubble mine";
    const line = document.createElement("p");
    line.textContent = text.value;
    bubble.append(line);
    thread.append(bubble);
    text.value = "";
    compose.classList.add("sending");
    toLast();
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== compose) return;
    compose.classList.remove("sending");
    toLast();
    text.focus();
  });
  // Somebody answered in person: the newest bubble comes into view.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig.verb === "get") thread.scrollTop = thread.scrollHeight;
  });
  toLast();
  text.focus();
})();
