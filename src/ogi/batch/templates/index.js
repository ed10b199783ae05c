// Shows the agencies, years and statuses that are asked for; works from a file, asks nothing of any server.
(() => {
  const form = document.querySelector("form.filter");
  const rows = [...document.querySelectorAll("table.pages tbody tr")];
  const agencies = [...document.querySelectorAll("table.grid tbody tr")];
  const columns = [...document.querySelectorAll("table.grid [data-year]")];
  const chips = [...document.querySelectorAll("table.grid .chip")];
  const has = (list, word) => !word || list.split(" ").includes(word);

  const apply = () => {
    const agency = form.agency.value.trim().toLowerCase();
    const year = form.year.value;
    const status = form.status.value;
    const named = (element) => !agency || element.dataset.agency.toLowerCase().includes(agency);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(named(row) && (!year || row.dataset.year === year) && has(row.dataset.status, status));
      shown += row.hidden ? 0 : 1;
    }
    for (const cell of columns) cell.hidden = Boolean(year) && cell.dataset.year !== year;
    for (const chip of chips) chip.style.visibility = has(chip.dataset.status, status) ? "" : "hidden";
    for (const row of agencies) {
      const cells = [...row.querySelectorAll("td:not([hidden]) .chip")];
      row.hidden = !named(row) || ((year || status) && !cells.some((c) => has(c.dataset.status, status)));
    }
    form.querySelector("output").textContent = `${shown} / ${rows.length}`;
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
