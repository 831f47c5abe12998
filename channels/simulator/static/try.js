// Without this script the page works as plain forms; with it, Enter sends and the newest message stays in view.
(() => {
  "use strict";
  const thread = document.getElementById("thread");
  const compose = document.getElementById("compose");
  const text = document.getElementById("text");
  const toEnd = () => { thread.scrollTop = thread.scrollHeight; };

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      compose.requestSubmit();
    }
  });
  document.body.addEventListener("htmx:beforeRequest", () => {
    const bubble = document.createElement("article");
    bubble.className = "bubble mine";
    const line = document.createElement("p");
    line.textContent = text.value;
    bubble.append(line);
    thread.append(bubble);
    text.value = "";
    compose.classList.add("sending");
    toEnd();
  });
  document.body.addEventListener("htmx:afterRequest", () => {
    compose.classList.remove("sending");
    toEnd();
    text.focus();
  });
  toEnd();
  text.focus();
})();
