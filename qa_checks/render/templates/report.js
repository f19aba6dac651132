"use strict";
(() => {
  const form = document.getElementById("filter");
  const said = document.getElementById("shown");
  const text = document.getElementById("f-text");
  const facets = [...form.querySelectorAll("select")];
  const failed = document.getElementById("f-failed");
  const outcome = document.getElementById("f-state");
  const units = [...document.querySelectorAll("[data-unit]")];
  const words = (node) => node.textContent.toLowerCase();

  // Every check once, with what can be searched in it; texts are read when first needed.
  const checks = [...document.querySelectorAll("[data-check]")].map((node) => ({
    node,
    rows: [...node.querySelectorAll("[data-row]")].map((row) => ({ node: row })),
    overview: document.querySelector(`[data-for="${CSS.escape(node.id)}"]`),
  }));
  const findings = checks.reduce((sum, check) => sum + check.rows.length, 0);
  let read = false;
  const readAll = () => {
    if (read) return;
    read = true;
    for (const check of checks) {
      check.words = words(check.node.querySelector(".head") || check.node);
      for (const row of check.rows) row.words = words(row.node);
    }
  };

  const holds = (where, parts) => parts.every((part) => where.includes(part));

  const apply = () => {
    const parts = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = facets.filter((facet) => facet.value);
    const active = parts.length > 0 || wanted.length > 0;
    if (parts.length) readAll();
    let shownChecks = 0;
    let shownRows = 0;
    for (const check of checks) {
      const right = wanted.every((facet) => check.node.dataset[facet.dataset.facet] === facet.value);
      const whole = right && (!parts.length || holds(check.words, parts));
      let hits = 0;
      for (const row of check.rows) {
        const hit = whole || (right && holds(`${check.words} ${row.words}`, parts));
        row.node.hidden = !hit;
        if (hit) hits += 1;
      }
      const visible = whole || hits > 0;
      check.node.hidden = !visible;
      if (check.overview) check.overview.hidden = !visible;
      if (visible) shownChecks += 1;
      shownRows += hits;
    }
    for (const unit of units) unit.hidden = parts.length > 0 && !holds(words(unit), parts);
    failed.setAttribute("aria-pressed", String(outcome.value === "failed"));
    tidy(active, parts.length > 0);
    document.body.toggleAttribute("data-filtered", active);
    const count = (n, all, noun) => `${n.toLocaleString("en-GB")} of ${all.toLocaleString("en-GB")} ${noun}`;
    said.textContent = active
      ? `Showing ${count(shownChecks, checks.length, "checks")} and ${count(shownRows, findings, "listed findings")}.`
      : "";
  };

  // Hide what has nothing left in it; open what is folded round a hit.
  const tidy = (active, searching) => {
    const filtered = "[data-row], [data-check], [data-unit]";
    const holding = (parts) => [...document.querySelectorAll(parts)].filter((part) => part.querySelector(filtered));
    for (const part of holding(".findings, .more, .quiet tbody, .theme, .group")) {
      part.hidden = !part.querySelector(`:is(${filtered}):not([hidden])`);
    }
    for (const part of document.querySelectorAll(".overview")) {
      part.hidden = !part.querySelector("[data-for]:not([hidden])");
    }
    for (const folded of holding(".found, .more, .theme")) {
      const open = folded.matches(".theme") ? active : searching;
      if (open && !folded.open && !folded.hidden) folded.dataset.opened = "";
      if (open && !folded.hidden) folded.open = true;
      if (!open && "opened" in folded.dataset) {
        folded.open = false;
        delete folded.dataset.opened;
      }
    }
  };

  // Where a row is a block, a reader scrolls: what explains a check and what it found are folded.
  if (window.matchMedia("(max-width: 56rem)").matches) {
    for (const part of document.querySelectorAll(".notes, .found")) part.open = false;
  }

  form.hidden = false;
  failed.addEventListener("click", () => {
    outcome.value = outcome.value === "failed" ? "" : "failed";
    apply();
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of [text, ...facets]) field.value = "";
    apply();
    text.focus();
  });
  apply();

  // Whoever follows a link out of what a number opens wants to see where it leads.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[popover] a");
    if (!link) return;
    link.closest("[popover]").hidePopover();
    document.getElementById(link.hash.slice(1)).closest("details").open = true;
  });

  // Paper has no folds.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });
})();
