// A page is seen once it is whole: its blocks came one by one and moved each other (up to half a screen on a phone). Figures have their height from the start, so nobody waits for them. Until then 正在打开… stands (shell.css).
(() => {
  const root = document.documentElement, main = "[data-testid=stMain]"; // a block without a height of its own grows when its script comes
  const folded = "details:not([open]) *"; // the parts of a form nobody has opened come when they come
  const LONGEST = 8000; // a page that takes longer shows what it has
  const whole = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && document.querySelector(`${main} .stElementContainer`)
    && !document.querySelector(`${main} :is([data-testid=stAppSkeleton], .stElementContainer:not([height$=px]) > [data-testid=stSkeleton]):not(${folded})`);
  const show = () => { root.classList.remove("opening"); frames = Infinity; };
  let frames = 0;
  const look = () => {
    frames = whole() ? frames + 1 : 0;
    if (frames > 2) show();
    else requestAnimationFrame(look);
  };
  root.classList.add("opening");
  setTimeout(show, LONGEST);
  requestAnimationFrame(look);
})();
