// Load the page again once what it shows has changed. A hidden tab keeps no connection: a browser
// has only six of them for all its tabs.
const seen = document.currentScript.dataset.seen;
let changes;
function listen() {
  changes?.close();
  changes = undefined;
  if (document.visibilityState === "visible") {
    changes = new EventSource("/_communique/changes?seen=" + encodeURIComponent(seen));
    changes.onmessage = () => { changes.close(); location.reload(); };
  }
}
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => changes?.close());
addEventListener("pageshow", listen);
