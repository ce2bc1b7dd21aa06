// Back at a server after its connection was lost, a page may be with another one, which knows nothing of it: buttons for files were dead until
// something else was clicked. So it is run once more, by Streamlit's own key for that; its pickers keep what was chosen.
(() => {
  let before = "", lost = false;
  new MutationObserver(() => {
    const now = document.querySelector("[data-testid=stApp]")?.dataset.testConnectionState;
    if (!now || now === before) return;
    lost ||= before === "CONNECTED";
    before = now;
    if (now !== "CONNECTED" || !lost) return;
    lost = false;
    const key = { key: "r", code: "KeyR", keyCode: 82, which: 82, bubbles: true };
    setTimeout(() => ["keydown", "keyup"].forEach((kind) => document.dispatchEvent(new KeyboardEvent(kind, key))), 100); // once React knows
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-connection-state"] });
})();
