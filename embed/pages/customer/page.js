"use strict";
(() => {
  const page = document.body.dataset;
  const $ = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  if ("preview" in page) return;

  // Read: a person looks at the visible page for a moment, or touches it. A scanner does neither.
  if ("unread" in page) {
    let timer, told;
    const tell = () => {
      if (told || document.prerendering || document.visibilityState !== "visible") return;
      told = true;
      clearTimeout(timer);
      fetch(page.base + "/read", { method: "POST", keepalive: true }).catch(() => { told = false; });
    };
    const look = () => {
      clearTimeout(timer);
      if (!document.prerendering && document.visibilityState === "visible") timer = setTimeout(tell, 1200);
    };
    for (const sign of ["pointerdown", "keydown", "touchstart", "scroll"]) addEventListener(sign, tell, { passive: true });
    document.addEventListener("visibilitychange", look);
    document.addEventListener("prerenderingchange", look);
    look();
  }

  // What of each video was watched, told now and then and at the end.
  for (const video of all("video[data-id]")) {
    let told = "", last = 0;
    const tell = () => {
      const spans = [];
      for (let i = 0; i < video.played.length; i++)
        spans.push([Math.round(video.played.start(i) * 1000), Math.round(video.played.end(i) * 1000)]);
      const body = JSON.stringify({ media: video.dataset.id, spans });
      if (!spans.length || body === told) return;
      told = body;
      last = Date.now();
      fetch(page.base + "/watched", { method: "POST", keepalive: true, body }).catch(() => { told = ""; });
    };
    video.addEventListener("play", () => all("video").forEach((other) => other === video || other.pause()));
    video.addEventListener("timeupdate", () => Date.now() - last > 10000 && tell());
    video.addEventListener("pause", tell);
    video.addEventListener("ended", tell);
    addEventListener("pagehide", tell);
  }

  // Photos open large on the page; without this they open as pictures.
  const viewer = $("dialog"), photos = all("a[data-photo]");
  if (viewer && viewer.showModal) {
    const image = $("img", viewer);
    let at = 0;
    const show = (next) => {
      at = (next + photos.length) % photos.length;
      image.src = photos[at].href;
      image.alt = $("img", photos[at]).alt;
      all(".back,.on", viewer).forEach((button) => { button.hidden = photos.length < 2; });
    };
    photos.forEach((photo, i) => photo.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(i);
      viewer.showModal();
    }));
    viewer.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.className === "close") return viewer.close();
      show(at + (button.className === "on" ? 1 : -1));
    });
    viewer.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) show(at + step);
    });
  }

  // What is filled in outlives a change of language and a call asked for meanwhile, which load the page anew.
  const form = $("form.answer"), key = "answer " + page.base;
  const keep = (entries) => {
    try {
      if (!entries) return JSON.parse(sessionStorage.getItem(key)) || [];
      sessionStorage.setItem(key, JSON.stringify(entries));
    } catch { /* a browser that keeps nothing */ }
    return [];
  };
  if (!form) return keep([]);
  for (const [name, value] of keep()) {
    for (const field of all(`[name="${name}"]`, form)) {
      if (field.type === "checkbox") field.checked = true;
      else if (field.type !== "radio") field.value ||= value;
      else if (field.value === value && !$(`[name="${name}"]:checked`, form)) field.checked = true;
    }
  }
  form.addEventListener("input", () => keep([...new FormData(form)].filter(([name]) => name !== "shown")));

  // The running total, and the answer sent once.
  const total = $("[data-total]"), vat = $("[data-vat-of]"), open = $("[data-open]"), label = $("[data-label]");
  const names = [...new Set(all("input[type=radio]", form).map((radio) => radio.name))];
  const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: page.currency });
  const say = (text, value) => text.replace("%", value);
  const sum = () => {
    let gross = 0, tax = 0, unpriced = 0;
    const chosen = all("input[type=radio]:checked", form);
    for (const radio of chosen) {
      if (radio.value !== "accepted") continue;
      gross += Number(radio.dataset.gross || 0);
      tax += Number(radio.dataset.vat || 0);
      unpriced += radio.dataset.gross ? 0 : 1;
    }
    if (!total) return;
    const left = names.length - chosen.length, texts = open.dataset;
    label.textContent = label.dataset.label;
    total.textContent = money.format(gross / 100);
    vat.textContent = left ? "" : say(vat.dataset.vatOf, money.format(tax / 100));
    open.textContent = left ? say(left === 1 ? texts.openOne : texts.open, left)
      : unpriced ? say(unpriced === 1 ? texts.unpricedOne : texts.unpriced, unpriced) : "";
  };
  form.addEventListener("change", sum);
  const everything = $("[data-all]", form);
  if (everything) {
    everything.hidden = false;
    everything.addEventListener("click", () => {
      all("input[value=accepted]", form).forEach((radio) => { radio.checked = true; });
      form.dispatchEvent(new Event("input"));
      sum();
    });
  }
  const question = $("[value=question]", form);
  if (question) form.addEventListener("input", () => { $("#comment").required = question.checked; });
  const button = $("button[type=submit]", form), words = button.textContent;
  form.addEventListener("submit", () => setTimeout(() => {
    button.disabled = true;
    button.textContent = button.dataset.sending;
  }));
  addEventListener("pageshow", () => {
    button.disabled = false;
    button.textContent = words;
    sum();
  });
  sum();
})();
