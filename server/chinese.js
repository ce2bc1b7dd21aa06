// Streamlit has no translations. This file replaces the English words its frontend still shows; tests/browser/test_chinese.py finds new ones.
(() => {
  // The frontend would ask two addresses below the page's own for its server, and be answered 404.
  window.__streamlit = { BACKEND_BASE_URL: location.origin };
  // What draws figures, for a page without any: fetched and run once this page stands still, for the next one. Running it is 0.8 of the 1.8 s from the
  // menu to 趋势 (modulepreload only fetches). What fails here is asked for again, and said, by the page that needs it.
  const later = document.currentScript.dataset.later;
  let waiting = 0;
  const prefetch = () => {
    if (!later || waiting < 0) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = -1;
      (window.requestIdleCallback ?? setTimeout)(() => import(later).catch(() => {}));
    }, 2000);
  };
  // A session that is over: the frontend would try to connect for ever, the person has to sign in.
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (answer.status === 401) location.assign("/signin");
    return answer;
  };
  // One act of the reader is one step back: what the server corrects by itself in the address is not.
  let acted = false;
  for (const act of ["pointerdown", "keydown"]) addEventListener(act, () => { acted = true; }, true);
  const push = history.pushState.bind(history);
  history.pushState = (...entry) => { (acted ? push : history.replaceState.bind(history))(...entry); acted = false; };
  // On a phone the menu covers the page: a choice in it closes it.
  document.addEventListener("click", (click) => {
    if (innerWidth < 768 && click.target.closest("[data-testid=stSidebarNavLink]"))
      setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 0);
  });
  const words = {
    "Choose an option": "请选择", "Choose date": "选择日期", "Choose options": "请选择", "No options to select": "没有可选项", "No results": "没有匹配项", "Select all": "全选",
    "Clear all": "清除", "Clear value": "清除", "Clear": "清除", "Remove": "移除", "Search": "搜索", "Close": "关闭", "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏", "Exit fullscreen": "退出全屏", "Show/hide columns": "显示或隐藏列", "Download as CSV": "下载 CSV",
    "Running...": "计算中…", "Running": "计算中", "Stop": "停止", "Rerun": "刷新", "Always rerun": "总是刷新", "Settings": "设置", "Print": "打印",
    "Page not found": "页面不存在", "Skip to main content": "跳到正文", "Connecting": "正在连接", "CONNECTING": "正在连接", "Connection error": "连接已断开",
    "Is Streamlit still running?": "服务可能已停止，正在重试。", "Help": "说明", "Help for": "说明", "View more": "更多", "View less": "收起",
    "Upload": "上传", "file upload": "选择文件", "Remove file": "移除文件", "Add files": "添加文件", "Replace file": "更换文件", "Browse files": "选择文件", "Drag and drop file here": "把文件拖到这里",
    "Sort ascending": "升序", "Sort descending": "降序", "Autosize": "自动列宽", "Pin column": "固定列", "Unpin column": "取消固定", "Hide column": "隐藏列",
    "Statistics": "统计", "Format": "格式", "Automatic": "自动", "Expand sidebar": "展开菜单", "Collapse sidebar": "收起菜单", "Open sidebar": "展开菜单",
    "Close sidebar": "收起菜单", "empty": "（空）", "Error": "出错了", "Error:": "没有上传：", "Copy to clipboard": "复制", "Copied": "已复制", "Copy": "复制",
    "Show password text": "显示密码", "Main menu": "菜单", "App pages": "页面", "Sidebar": "侧栏", "Open": "打开", "Navigate to home page": "返回首页", "Light": "浅色", "Dark": "深色", "Loading...": "正在加载…",
  };
  // What stands under a button for a file that did not come, and beside a file that did not arrive: of our server, of the connection, of its being lost.
  const made = "文件没有生成，请重试", lost = "连接中断，请稍候重试";
  Object.assign(words, {
    "Failed to generate file for download": made, "Failed to process backend operation": made, "Invalid session ID for backend operation request": made,
    "Request timed out": "超时，" + made, "Connection closed": lost, "Cannot send backend operation request: not connected to server": lost,
    "Connection lost. Please wait for the app to reconnect, then try again.": lost, "AxiosError: Network Error": lost,
  });
  const patterns = [
    [/^The page that you have requested does not seem to exist\.? ?Running the app['’]s main page\.?$/, () => "您访问的页面不存在或无权查看，已返回首页。"],
    [/^(\d+(?:\.\d+)?) ?MB per file(?: • (.+))?$/, (_, size, types) => `单个文件不超过 ${size} MB` + (types ? ` • ${types}` : "")],
    [/^Limit (\d+) ?MB per file(?: • (.+))?$/, (_, size, types) => `单个文件不超过 ${size} MB` + (types ? ` • ${types}` : "")],
    [/^You can only select up to (\d+) options?\. Remove an option first\.?$/, (_, count) => `最多选 ${count} 项，请先移除一项。`],
    [/^Press (.*)Enter to (apply|submit form)$/, (_, held, end) => `按${held && ` ${held}`}回车键${end === "apply" ? "应用" : "提交"}`],
    [/^File must be (\d+(?:\.\d+)?) ?MB or smaller\.?$/, (_, size) => `文件超过 ${+size} MB`],
    [/^AxiosError: Request failed with status code (\d+)$/, (_, code) => ({ 413: "文件太大", 429: "上传太多，请稍后再试" })[code] ?? `服务没有收下（${code}），请重试`],
    [/^Fullscreen: (.+)$/, (_, label) => `全屏：${label}`],
    [/^Remove (.+)$/, (_, label) => `移除 ${label}`],
    [/^Help for (.+)$/, (_, label) => `${label}的说明`],
    [/^Select (\d+) match(?:es)?$/, (_, count) => `选中全部 ${count} 项`],
    [/^(\d+) options? selected$/, (_, count) => `已选 ${count} 项`],
  ];
  const attributes = ["aria-label", "title", "placeholder"];
  const say = (text) => {
    const trimmed = text.trim();
    if (Object.hasOwn(words, trimmed)) return text.replace(trimmed, words[trimmed]);
    for (const [pattern, put] of patterns) if (pattern.test(trimmed)) return text.replace(trimmed, trimmed.replace(pattern, put));
    return text;
  };
  // Lists whose entries stand in a div, and a drop zone that is reached by Tab: their roles would be wrong.
  const menu = "[data-testid=stSidebarNavItems]";
  const roles = [[`${menu}, ${menu} li`, "none"], ["[data-testid=stFileUploaderDropzone]", "group"]];
  const OURS = "[data-testid=stHtml], #first-sight"; // Chinese already, and most of what there is to look through
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = say(node.data);
      if (said !== node.data) node.data = said;
    } else if (node.nodeType === Node.ELEMENT_NODE && !["SCRIPT", "STYLE", "TEXTAREA"].includes(node.tagName) && !node.matches(OURS)) {
      for (const name of attributes) {
        const value = node.getAttribute(name);
        if (value && say(value) !== value) node.setAttribute(name, say(value));
      }
      for (const [selector, role] of roles) if (node.matches(selector)) node.setAttribute("role", role);
      node.childNodes.forEach(visit);
    }
  };
  new MutationObserver((changes) => {
    prefetch();
    for (const change of changes) {
      if ((change.target.closest ? change.target : change.target.parentElement)?.closest(OURS)) continue;
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else visit(change.target);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
})();
