// Tables that are sorted by their headings and narrowed by words; without scripts they are read as they stand.
"use strict";

const collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell === undefined ? "" : cell.dataset.value ?? cell.textContent.trim();
}

function compare(one, other) {
  const left = Number(one), right = Number(other);
  if (one !== "" && other !== "" && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return collator.compare(one, other);
}

function sort(table, heading) {
  const column = heading.cellIndex;
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows).map((row) => [valueOf(row, column), row]);
  rows.sort(([one], [other]) => {
    if (one === "" || other === "") return (one === "") - (other === ""); // what is missing stands last either way
    return down ? compare(other, one) : compare(one, other);
  });
  body.append(...rows.map(([, row]) => row));
}

for (const table of document.querySelectorAll("table.sortable")) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(table, heading));
  }
}

function plain(text) {
  return text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
}

function narrow(tools) {
  const words = plain(tools.querySelector("input").value).split(/\s+/).filter(Boolean);
  const chosen = Array.from(tools.querySelectorAll("select")).filter((select) => select.value !== "");
  let left = 0;
  for (const row of document.querySelectorAll(`${tools.dataset.rows} tbody tr`)) {
    const text = plain(row.textContent);
    const fits = words.every((word) => text.includes(word))
      && chosen.every((select) => (row.dataset[select.name] ?? "").split(" ").includes(select.value));
    row.hidden = !fits;
    left += fits ? 1 : 0;
  }
  tools.querySelector("output").textContent = String(left);
}

for (const tools of document.querySelectorAll(".tools[data-rows]")) {
  tools.hidden = false;
  tools.addEventListener("input", () => narrow(tools));
  narrow(tools);
}

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();
