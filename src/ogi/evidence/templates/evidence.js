"use strict";
// The report on the left, what was made of it on the right: choosing on one side shows the other.
(() => {
  const data = JSON.parse(document.getElementById("evidence").textContent);
  const report = document.getElementById("report");
  const list = document.getElementById("list");
  const filter = document.getElementById("filter");
  const said = document.getElementById("said");
  const kinds = [...document.querySelectorAll("[data-kind]")];

  // --- where each fact and each unread number stands in the report ---

  const numbers = (text) => (text ? text.split(" ").map(Number) : []);
  const words = data.facts.map(() => []);
  const labels = data.facts.map(() => []);
  const unread = [];
  for (const element of report.querySelectorAll("[data-f], [data-l], [data-u]")) {
    for (const n of numbers(element.dataset.f)) words[n - 1].push(element);
    for (const n of numbers(element.dataset.l)) labels[n - 1].push(element);
    if (element.dataset.u) (unread[element.dataset.u - 1] ??= []).push(element);
  }
  const findingsOf = data.facts.map(() => []);
  data.findings.forEach((finding, i) =>
    finding.sides.forEach((one) =>
      one.facts.forEach((fact) => {
        if (!findingsOf[fact].includes(i)) findingsOf[fact].push(i);
      })));

  // --- the list: findings first, then the facts and unread numbers of each section ---

  function make(name, className, ...inside) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside.filter((piece) => piece !== "" && piece != null));
    return element;
  }
  const entries = new Map(); // name (finding-1, fact-1, unread-1) -> what is known of it
  const order = [];
  const groups = [];

  function add(group, key, item, className, inside, kindsOf, text) {
    const button = make("button", "entry", ...inside);
    button.type = "button";
    button.id = key;
    const line = make("li", className, button);
    const entry = { key, item, button, line, group, kinds: kindsOf, text: text.toLowerCase(), place: order.length };
    entries.set(key, entry);
    order.push(entry);
    group.list.append(line);
    group.entries.push(entry);
  }
  function addGroup(title) {
    const group = { box: make("section", "", make("h2", "", title)), list: make("ul", ""), entries: [] };
    group.box.append(group.list);
    groups.push(group);
    return group;
  }
  function sideOf(side, i) {
    const name = make("b", "", i ? data.words.side_right : data.words.side_left);
    return make("span", `side ${i ? "b" : "a"}`, name, make("span", "",
      make("b", "", side.value), ` ${side.label} `, make("small", "", side.quote)));
  }
  function addFinding(group, finding, i) {
    const tag = make("span", "tag", finding.grade);
    const inside = [make("span", "line", make("span", "name", finding.title), tag)];
    inside.push(...finding.sides.map(sideOf));
    const asides = [];
    if (finding.difference) asides.push(`${data.words.difference} ${finding.difference}`);
    if (finding.explanation) asides.push(`${data.words.explanation}: ${finding.explanation}`);
    if (asides.length) inside.push(make("small", "", asides.join(" · ")));
    const text = [finding.title, ...finding.sides.map((s) => `${s.label} ${s.value} ${s.quote}`)].join(" ");
    add(group, `finding-${i + 1}`, finding, finding.severity, inside, ["all", "findings"], text);
  }
  function addFact(group, fact, i) {
    const line = make("span", "line", make("span", "name", fact.title));
    if (fact.review) line.append(make("span", "tag check", fact.review));
    line.append(make("span", "value", fact.value));
    const about = [fact.aside, fact.quote && `“${fact.quote}”`].filter(Boolean).join(" · ");
    const inside = [line, about && make("small", "quote", about)];
    const shown = ["all"];
    if (findingsOf[i].length) shown.push("findings");
    if (!fact.counted) shown.push("other");
    add(group, `fact-${i + 1}`, fact, "fact", inside, shown, `${fact.title} ${fact.value} ${fact.aside} ${fact.quote}`);
  }
  function addUnread(group, number, i) {
    const around = make("small", "", `…${number.before}`, make("mark", "", number.value), `${number.after}…`);
    const line = make("span", "line", make("span", "name", around), make("span", "tag", data.words.unread));
    line.append(make("span", "value", number.value));
    const inside = [line, number.aside && make("small", "", number.aside)];
    add(group, `unread-${i + 1}`, number, "unread", inside, ["all", "unread"],
      `${number.before}${number.value}${number.after}`);
  }
  const found = addGroup(data.words.findings);
  data.findings.forEach((finding, i) => addFinding(found, finding, i));
  if (!data.findings.length) found.list.append(make("li", "fact", make("p", "entry", data.words.no_findings)));
  for (const { title, entries: keys } of data.groups) {
    const group = addGroup(title);
    for (const key of keys) {
      const [kind, n] = key.split("-");
      if (kind === "fact") addFact(group, data.facts[n - 1], n - 1);
      else addUnread(group, data.unread[n - 1], n - 1);
    }
  }
  document.body.classList.toggle("many", order.length > 1500);
  const empty = make("p", "empty", data.words.nothing);
  empty.hidden = true;
  list.append(...groups.map((group) => group.box), empty);
  for (const button of kinds) {
    const kind = button.dataset.kind;
    const of = (entry) => entry.kinds.includes(kind) && !entry.key.startsWith("finding");
    button.querySelector("b").textContent = order.filter(of).length;
  }

  // --- which entries are shown ---

  let kind = "all";
  function sift() {
    const wanted = filter.value.trim().toLowerCase();
    let any = false;
    for (const group of groups) {
      let shown = false;
      for (const entry of group.entries) {
        entry.line.hidden = !entry.kinds.includes(kind) || !entry.text.includes(wanted);
        shown ||= !entry.line.hidden;
      }
      const none = group === found && !data.findings.length && (kind === "all" || kind === "findings") && !wanted;
      group.box.hidden = !shown && !none;
      any ||= shown;
    }
    empty.hidden = any;
  }
  function choose_kind(name) {
    kind = name;
    for (const button of kinds) button.setAttribute("aria-pressed", String(button.dataset.kind === name));
    sift();
  }

  // --- choosing ---

  let chosen = null;
  let lit = [];
  let side = 0; // of the chosen finding: the one that was brought into view
  function light(elements, className) {
    for (const element of elements) {
      element.classList.add(className);
      lit.push([element, className]);
    }
  }
  function inView(element, pane) {
    const box = element.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    return box.top >= frame.top + 30 && box.bottom <= frame.bottom - 10;
  }
  // Only the pane scrolls: scrollIntoView would move the page that a notebook shows this one in, too.
  function bring(element, pane) {
    scrollTo(element, pane);
    // What was out of sight may take other room once it is laid out.
    requestAnimationFrame(() => requestAnimationFrame(() => scrollTo(element, pane)));
  }
  function scrollTo(element, pane) {
    if (!inView(element, pane)) {
      const box = element.getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      const spare = Math.max(40, (frame.height - box.height) / 2);
      pane.scrollTop += box.top - frame.top - spare;
    }
    const wide = element.closest(".wide");
    if (wide) {
      const box = element.getBoundingClientRect();
      const frame = wide.getBoundingClientRect();
      if (box.right > frame.right || box.left < frame.left) wide.scrollLeft += box.left - frame.left - frame.width / 2;
    }
  }
  // The page as printed, of a file that has pages: a window on it that can be scrolled, the boxes marked.
  function pageDetail(entry) {
    const boxes = (entry.item.boxes ?? []).filter(([page]) => data.pages[page]);
    return [...new Set(boxes.map(([page]) => page))].map((number) => {
      const { picture, size: [width, height] } = data.pages[number];
      const image = make("img", "");
      image.src = picture;
      image.alt = "";
      const sheet = make("div", "sheet", image);
      const frame = make("div", "printed", sheet);
      frame.tabIndex = 0;
      frame.setAttribute("role", "img");
      frame.setAttribute("aria-label", data.words.picture);
      sheet.style.aspectRatio = `${width} / ${height}`;
      for (const [page, x0, top, x1, bottom] of boxes) {
        if (page !== number) continue;
        const mark = make("span", "box");
        mark.style.left = `${(100 * x0) / width}%`;
        mark.style.top = `${(100 * top) / height}%`;
        mark.style.width = `${(100 * (x1 - x0)) / width}%`;
        mark.style.height = `${(100 * (bottom - top)) / height}%`;
        sheet.append(mark);
      }
      requestAnimationFrame(() => {
        const mark = frame.querySelector(".box");
        frame.scrollTop = mark.offsetTop - (frame.clientHeight - mark.offsetHeight) / 2;
        frame.scrollLeft = mark.offsetLeft - (frame.clientWidth - mark.offsetWidth) / 2;
      });
      return make("dd", "page", frame);
    });
  }
  function factDetail(entry) {
    const detail = make("dl", "detail", ...pageDetail(entry));
    for (const [term, text] of entry.item.details) detail.append(make("dt", "", term), make("dd", "", text));
    const of = findingsOf[entry.key.split("-")[1] - 1];
    if (of.length) {
      const links = of.map((i) => {
        const link = make("button", "", data.findings[i].title);
        link.type = "button";
        link.addEventListener("click", () => choose(`finding-${i + 1}`));
        return link;
      });
      detail.append(make("dt", "", data.words.in_finding), make("dd", "", ...links));
    }
    return detail;
  }
  function detailOf(entry) {
    if (entry.key.startsWith("fact")) return factDetail(entry);
    if (entry.key.startsWith("unread")) return make("dl", "detail", ...pageDetail(entry), make("dt", "", data.words.unread), make("dd", "", data.words.unread_is));
    return null;
  }
  function clear() {
    for (const [element, className] of lit) element.classList.remove(className);
    lit = [];
    if (chosen) {
      chosen.line.classList.remove("on");
      chosen.button.removeAttribute("aria-current");
      chosen.line.querySelector(".detail")?.remove();
    }
    chosen = null;
  }
  function address(key) {
    try {
      history.replaceState(null, "", key ? `#${key}` : location.pathname + location.search);
    } catch {
      // Inside a notebook the page has no address of its own.
    }
  }
  function lightSide(fact, second) {
    light(labels[fact], second ? "lit-l-b" : "lit-l");
    light(words[fact], second ? "lit-b" : "lit-a");
    return words[fact];
  }
  function showSide(entry, i) {
    side = i;
    const first = words[entry.item.sides[i].facts[0]]?.[0];
    if (first) bring(first, report);
  }
  function choose(key, { focus = false } = {}) {
    const entry = entries.get(key);
    if (!entry) return;
    if (entry === chosen && key.startsWith("finding")) {
      showSide(entry, side === 0 && entry.item.sides.length > 1 ? 1 : 0); // chosen again: its other side
      return;
    }
    clear();
    side = 0;
    chosen = entry;
    if (entry.line.hidden) {
      filter.value = "";
      choose_kind("all");
    }
    const n = key.split("-")[1] - 1;
    let first;
    if (key.startsWith("finding")) {
      // What both sides share is lit as the first one's.
      [...entry.item.sides.entries()].reverse().forEach(([i, one]) => one.facts.forEach((fact) => lightSide(fact, i === 1)));
      first = words[entry.item.sides[0].facts[0]]?.[0];
    } else if (key.startsWith("fact")) {
      first = lightSide(n, false)[0];
    } else {
      light(unread[n] ?? [], "lit-a");
      first = unread[n]?.[0];
    }
    entry.line.classList.add("on");
    entry.button.setAttribute("aria-current", "true");
    const detail = detailOf(entry);
    if (detail) entry.line.append(detail);
    if (first) bring(first, report);
    bring(entry.line, list);
    if (focus) entry.button.focus({ preventScroll: true });
    said.textContent = entry.button.textContent;
    address(key);
  }
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".entry");
    if (!button?.id) return;
    const entry = entries.get(button.id);
    const clicked = event.target.closest(".side");
    if (entry !== chosen || !clicked) choose(button.id);
    if (clicked) showSide(entry, clicked.classList.contains("b") ? 1 : 0);
  });
  // Several facts may have the same words: each click chooses the next of them.
  report.addEventListener("click", (event) => {
    const element = event.target.closest("[data-f], [data-l], [data-u]");
    if (!element || !getSelection().isCollapsed) return;
    const cell = element.closest("td");
    const keys = [];
    if (element.dataset.u) keys.push(`unread-${element.dataset.u}`);
    for (const box of cell && cell !== element ? [element, cell] : [element]) {
      keys.push(...numbers(box.dataset.f).map((n) => `fact-${n}`));
      keys.push(...numbers(box.dataset.l).map((n) => `fact-${n}`));
    }
    const at = chosen ? keys.indexOf(chosen.key) : -1;
    if (keys.length) choose(keys[(at + 1) % keys.length]);
  });

  // --- keys ---

  function next(kindOf) {
    const all = order.filter((entry) => entry.key.startsWith(kindOf));
    if (!all.length) {
      said.textContent = kindOf === "unread" ? data.words.none_unread : data.words.no_findings;
      return;
    }
    const at = chosen?.key.startsWith("finding") && kindOf === "unread" ? -1 : chosen ? chosen.place : -1;
    choose((all.find((entry) => entry.place > at) ?? all[0]).key, { focus: true });
  }
  function move(step) {
    const shown = order.filter((entry) => !entry.line.hidden);
    if (!shown.length) return;
    const focused = entries.get(document.activeElement?.id) ?? chosen;
    const at = focused ? shown.indexOf(focused) : -1;
    const to = shown[Math.min(shown.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    to.button.focus({ preventScroll: true });
    bring(to.line, list);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target === filter;
    if (event.key === "Escape") {
      if (typing && filter.value) filter.value = "";
      else if (typing) filter.blur();
      else { clear(); address(""); }
      sift();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target === report) return; // the report scrolls
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (typing) {
      return;
    } else if (event.key === "u" || event.key === "f") {
      next(event.key === "u" ? "unread" : "finding");
    } else if (event.key === "/") {
      event.preventDefault();
      filter.focus();
      filter.select();
    }
  });
  document.getElementById("tools").addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("input", sift);
  for (const button of kinds) button.addEventListener("click", () => choose_kind(button.dataset.kind));
  const fromAddress = () => choose(location.hash.slice(1));
  addEventListener("hashchange", fromAddress);
  fromAddress();
  // Lines break elsewhere once the font is there.
  document.fonts.ready.then(() => {
    if (chosen) bring(chosen.line, list);
    if (lit.length) bring(lit.find(([, name]) => name === "lit-a")?.[0] ?? lit[0][0], report);
  });
})();
