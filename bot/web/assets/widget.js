// The widget: <script src="https://this-server/widget.js" async></script> puts a frame to ask
// in where it stands. The server must name the page's origin with --allow-origin.
"use strict";
(() => {
  const script = document.currentScript;
  const server = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = server + "/embed";
  frame.title = script.dataset.title || "Ask";
  frame.loading = "lazy";
  frame.style.cssText = "width:100%;border:0;display:block;height:" + (parseInt(script.dataset.height, 10) || 320) + "px";
  script.after(frame);
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== server || !Number.isFinite(event.data?.hapjak)) return;
    frame.style.height = Math.min(Math.max(event.data.hapjak, 160), 4000) + "px";
  });
})();
