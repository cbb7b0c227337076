// Charts as pictures. One mount a page: it puts a quiet button at each chart that may be taken along, asks the server, and
// makes the file of what the browser has drawn: an SVG with its heading, its takeaway, what it means, and its foot; a PNG is
// that SVG painted at twice its size. Every text is set as text, so nothing in it is read as markup.

const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const PAD = 24;
const NARROWEST = 360;
const SCALE = 2;
const PATIENCE_MS = 20_000;
const FONT = "Inter, 'Noto Sans', sans-serif";
const FACES = { 400: "Inter-Regular", 600: "Inter-SemiBold" };
// What catches the pointer, what it says, and what is being dragged.
const NOT_PICTURED = ".draglayer, .hoverlayer, .zoomlayer, .select-outline, .modebar-container, script, foreignObject, animate, set";
const LEGEND_PARTS = ".title, .group, .label, .count, .note, .ends span, .swatch, .ramp";
const MOUNTS = new WeakMap(); // parentElement -> Pictures

export default function (component) {
  let pictures = MOUNTS.get(component.parentElement);
  if (!pictures) {
    pictures = new Pictures();
    MOUNTS.set(component.parentElement, pictures);
  }
  pictures.ask = (place, form, stamp) => component.setTriggerValue("asked", { place, form, stamp });
  pictures.show(component.data);
  return () => {
    pictures.remove();
    MOUNTS.delete(component.parentElement);
  };
}

class Pictures {
  constructor() {
    this.charts = {};
    this.waiting = null; // { stamp, control, timer }
    this.answered = 0;
    // The page puts charts up, and takes them away, whenever it likes.
    this.watch = new MutationObserver(() => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.place());
    });
    this.watch.observe(document.body, { childList: true, subtree: true });
  }

  show({ charts, granted }) {
    this.charts = charts;
    this.place();
    if (granted && this.waiting && granted.stamp === this.waiting.stamp && granted.stamp !== this.answered) {
      this.answered = granted.stamp;
      this.handOver(granted);
    }
  }

  remove() {
    this.watch.disconnect();
    cancelAnimationFrame(this.frame);
    for (const control of document.querySelectorAll(".tandem-picture")) control.remove();
  }

  place() {
    for (const control of document.querySelectorAll(".tandem-picture")) {
      if (!this.charts[control.dataset.place]) control.remove();
    }
    for (const [place, forms] of Object.entries(this.charts)) {
      const chart = document.querySelector(`.${place}`);
      if (!chart) continue;
      const control = chart.querySelector(":scope > .tandem-picture") || this.control(place, forms);
      if (chart.lastElementChild !== control) chart.append(control); // the chart itself may come later
    }
  }

  control(place, forms) {
    const control = made("div", { class: "tandem-picture", "data-place": place });
    const choices = made("span", { class: "choices", role: "group", "aria-label": "Picture of this chart" });
    choices.hidden = true;
    const opener = button("Picture", "Take this chart along as a picture");
    opener.prepend(icon());
    opener.setAttribute("aria-expanded", "false");
    const open = (is) => {
      choices.hidden = !is;
      opener.setAttribute("aria-expanded", String(is));
    };
    opener.addEventListener("click", () => open(choices.hidden));
    control.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || choices.hidden) return;
      open(false);
      opener.focus();
      event.stopPropagation();
    });
    for (const form of forms) {
      const choice = button(form.toUpperCase(), `Save this chart as ${form.toUpperCase()}`);
      choice.addEventListener("click", () => this.wanted(control, place, form));
      choices.append(choice);
    }
    const told = made("span", { class: "told", role: "status" });
    control.append(opener, choices, told);
    return control;
  }

  wanted(control, place, form) {
    if (this.waiting) return;
    const stamp = Date.now();
    say(control, "Making the picture …");
    const timer = setTimeout(() => this.rest("Not saved: the server did not answer."), PATIENCE_MS);
    this.waiting = { stamp, control, timer };
    this.ask(place, form, stamp);
  }

  async handOver({ place, form, file, foot }) {
    try {
      const svg = await pictured(document.querySelector(`.${place}`), foot);
      save(form === "svg" ? new Blob([written(svg)], { type: "image/svg+xml" }) : await painted(svg), file);
      this.rest("Saved");
    } catch (problem) {
      this.rest(`Not saved: ${problem.message}`);
    }
  }

  rest(words) {
    const { control, timer } = this.waiting;
    clearTimeout(timer);
    this.waiting = null;
    say(control, words);
    setTimeout(() => say(control, ""), 4_000);
  }
}

// --- what is in a picture ----------------------------------------------------------------------------------------------

async function pictured(chart, foot) {
  if (!chart) throw new Error("the chart is no longer on the page.");
  const { ink, paper } = colours();
  const body = drawnPlot(chart) || drawnMap(chart, ink);
  if (!body) throw new Error("the chart is not drawn yet.");
  const wide = Math.ceil(Math.max(body.wide, NARROWEST));
  const svg = drawing("svg", { xmlns: SVG, width: wide + 2 * PAD, role: "img", "font-family": FONT });
  const title = drawing("title", {});
  title.textContent = headings(chart);
  const ground = drawing("rect", { width: "100%", height: "100%", fill: paper });
  svg.append(title, await faces(), ground);
  let y = PAD;
  y = lines(svg, headings(chart), { y, wide, size: 18, weight: 600, fill: ink }) + 4;
  y = lines(svg, takeaway(chart), { y, wide, size: 13, weight: 400, fill: ink }) + 12;
  body.element.setAttribute("transform", `translate(${PAD} ${y})`);
  svg.append(body.element);
  y = lines(svg, meaning(chart), { y: y + body.tall + 12, wide, size: 12, weight: 400, fill: ink, soft: 0.78 }) + 6;
  svg.append(drawing("line", { x1: PAD, x2: PAD + wide, y1: y, y2: y, stroke: ink, "stroke-opacity": 0.25 }));
  y += 8;
  for (const line of foot) y = lines(svg, line, { y, wide, size: 11.5, weight: 400, fill: ink, soft: 0.78 });
  const tall = Math.ceil(y + PAD - 6);
  svg.setAttribute("height", tall);
  svg.setAttribute("viewBox", `0 0 ${wide + 2 * PAD} ${tall}`);
  return svg;
}

// The screen's title and the nearest heading above the chart, in the same part of the page or around it.
function headings(chart) {
  const screen = document.querySelector('[data-testid="stMain"] h1');
  const above = before(chart, "h2, h3, h4");
  return [screen, above, label(chart)].filter(Boolean).map((heading) => heading.innerText.trim()).join(": ");
}

// A line in bold right above the chart is its own heading.
function label(chart) {
  const line = chart.previousElementSibling && chart.previousElementSibling.querySelector("p");
  const bold = line && line.querySelector("strong");
  return bold && bold.innerText === line.innerText ? bold : null;
}

function takeaway(chart) {
  const plot = chart.querySelector('[data-testid="stPlotlyChart"]');
  const told = plot && (plot.matches("[aria-label]") ? plot : plot.querySelector("[aria-label]"));
  return told ? told.getAttribute("aria-label") : "";
}

// What the page says under the chart: what it means, and what it does not.
function meaning(chart) {
  for (let next = chart.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.querySelector(".js-plotly-plot")) return "";
    const caption = next.querySelector('[data-testid="stCaptionContainer"]');
    if (caption && caption.innerText.startsWith("What it means")) return caption.innerText.replace(/\s*\n\s*/g, " ");
  }
  return "";
}

function before(from, selector) {
  const main = from.closest('[data-testid="stMain"], [role="dialog"]');
  for (let node = from; node && node !== main; node = node.parentElement) {
    for (let other = node.previousElementSibling; other; other = other.previousElementSibling) {
      const found = other.matches(selector) ? [other] : other.querySelectorAll(selector);
      if (found.length) return found[found.length - 1];
    }
  }
  return null;
}

// --- a chart -------------------------------------------------------------------------------------------------------------

function drawnPlot(chart) {
  const [below, above] = chart.querySelectorAll(".js-plotly-plot .main-svg");
  if (!below) return null;
  const wide = Number(below.getAttribute("width")), tall = Number(below.getAttribute("height"));
  const inner = below.cloneNode(true);
  if (above) for (const part of above.childNodes) inner.append(part.cloneNode(true));
  inner.removeAttribute("style");
  inner.setAttribute("overflow", "hidden");
  cleaned(inner);
  const element = drawing("g", {});
  element.append(inner);
  return { element, wide, tall };
}

function cleaned(root) {
  for (const part of root.querySelectorAll(NOT_PICTURED)) part.remove();
  for (const part of root.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (/^on|^data-|^tabindex$/.test(name) || (/href$/.test(name) && !value.startsWith("#") && !value.startsWith("data:image/"))) {
        part.removeAttribute(name);
      }
    }
    if (part.localName === "text" && (part.style.visibility === "hidden" || part.style.display === "none")) part.remove();
    part.style.removeProperty("pointer-events");
    part.style.removeProperty("cursor");
    if (part.matches(".sankey-link, .sankey-node")) part.style.opacity = "1"; // Plotly may be fading them in
  }
}

// --- the map -------------------------------------------------------------------------------------------------------------

function drawnMap(chart, ink) {
  const host = [...chart.querySelectorAll("*")].find((one) => one.shadowRoot && one.shadowRoot.querySelector("canvas.points"));
  if (!host) return null;
  const root = host.shadowRoot.querySelector(".map"), stage = root.querySelector(".stage"), legend = root.querySelector(".legend");
  const at = root.getBoundingClientRect(), [wide, high] = [stage.clientWidth, stage.clientHeight];
  const element = drawing("g", {}), asked = new CustomEvent("picture", { detail: { scale: SCALE, images: [] } });
  root.dispatchEvent(asked);
  for (const drawn of asked.detail.images) {
    const image = drawing("image", { width: wide, height: high });
    image.setAttributeNS(XLINK, "href", drawn);
    element.append(image);
  }
  const room = { right: Math.ceil(at.width), bottom: high };
  for (const { row, across, down } of rows(legend, at, high)) {
    const box = row.getBoundingClientRect();
    room.right = Math.max(room.right, Math.ceil(box.right - at.left + across));
    room.bottom = Math.max(room.bottom, Math.ceil(box.bottom - at.top + down));
    const group = drawing("g", { transform: `translate(${across} ${down})` });
    const parts = [row, ...row.querySelectorAll("*")].filter((part) => part.matches(LEGEND_PARTS));
    group.append(...parts.map((part) => legendPart(part, at, ink)));
    element.append(group);
  }
  return { element, wide: room.right, tall: room.bottom };
}

// The lines of the legend, and how far each is moved: beside the map, what would reach below it begins another column.
function rows(legend, at, high) {
  const own = legend.getBoundingClientRect(), isBeside = own.left - at.left > 1;
  let across = 0, down = legend.scrollTop;
  return [...legend.querySelectorAll(".title, .scale, .entries > li, .note:not(.keys)")].map((row) => {
    const box = row.getBoundingClientRect();
    const last = row.matches(".group") && row.nextElementSibling ? row.nextElementSibling.getBoundingClientRect() : box;
    if (isBeside && last.bottom - at.top + down > high) {
      across += own.width;
      down = own.top - box.top + 12;
    }
    return { row, across, down };
  });
}

function legendPart(part, at, ink) {
  const box = part.getBoundingClientRect(), style = getComputedStyle(part);
  const x = box.left - at.left, y = box.top - at.top;
  if (part.matches(".swatch")) {
    return drawing("circle", { cx: x + box.width / 2, cy: y + box.height / 2, r: box.width / 2, fill: style.backgroundColor, "fill-opacity": style.opacity });
  }
  if (part.matches(".ramp")) return ramp(style.backgroundImage, x, y, box);
  const group = drawing("g", { transform: `translate(${x - PAD} 0)` });
  const size = parseFloat(style.fontSize), weight = parseInt(style.fontWeight, 10) >= 550 ? 600 : 400;
  lines(group, part.textContent, { y, wide: box.width + 1, size, weight, fill: ink, leading: box.height > 2 * size ? undefined : box.height });
  return group;
}

function ramp(image, x, y, box) {
  const colours = image.match(/rgba?\([^)]*\)/g) || [], group = drawing("g", {});
  colours.forEach((fill, i) => {
    group.append(drawing("rect", { x: x + (i * box.width) / colours.length, y, width: box.width / colours.length + 0.5, height: box.height, fill }));
  });
  return group;
}

// --- pieces --------------------------------------------------------------------------------------------------------------

// Writes a text in lines no wider than `wide`, and gives where the next one begins.
function lines(svg, text, { y, wide, size, weight, fill, soft = 1, leading = size * 1.42 }) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${FONT}`;
  let line = "";
  const rows = [];
  for (const word of String(text).split(/\s+/).filter(Boolean).flatMap((each) => pieces(each, pen, wide))) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > wide) rows.push(line);
    line = line && pen.measureText(longer).width > wide ? word : longer;
  }
  if (line) rows.push(line);
  rows.forEach((row, i) => {
    const written = drawing("text", { x: PAD, y: y + i * leading + size, "font-size": size, "font-weight": weight, fill, "fill-opacity": soft });
    written.textContent = row;
    svg.append(written);
  });
  return y + rows.length * leading;
}

// A word that is wider than the line, in parts that are not.
function pieces(word, pen, wide) {
  const parts = [];
  let part = "";
  for (const letter of word) {
    if (part && pen.measureText(part + letter).width > wide) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part];
}

// The house's letters, within the file: it looks the same wherever it is opened.
async function faces() {
  const rules = await Promise.all(Object.entries(FACES).map(async ([weight, name]) => {
    const answer = await fetch(new URL(`app/static/${name}.woff2`, `${location.origin}/`));
    const font = await dataUrl(await answer.blob());
    return `@font-face{font-family:Inter;font-weight:${weight};src:url(${font}) format("woff2")}`;
  }));
  const style = drawing("style", {});
  style.textContent = rules.join("");
  return style;
}

function colours() {
  const style = getComputedStyle(document.querySelector('[data-testid="stApp"]'));
  return { ink: style.color, paper: style.backgroundColor };
}

function written(svg) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
}

async function painted(svg) {
  const address = URL.createObjectURL(new Blob([written(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = SCALE * Number(svg.getAttribute("width"));
    canvas.height = SCALE * Number(svg.getAttribute("height"));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => {
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the picture is too large."))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

function save(blob, name) {
  const link = made("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function dataUrl(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result));
    reader.addEventListener("error", () => failed(new Error("a font could not be read.")));
    reader.readAsDataURL(blob);
  });
}

function say(control, words) {
  control.querySelector(".told").textContent = words;
}

function button(words, label) {
  const one = made("button", { type: "button", title: label, "aria-label": `${words}: ${label}` });
  one.append(words);
  return one;
}

function icon() {
  const svg = drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(drawing("path", { d: "M4 5h16v14H4zM4 16l4.500-4.500 3.500 3.500 3-3 5 5M15.500 9.500v.01" }));
  return svg;
}

function made(name, attributes) {
  const one = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}

function drawing(name, attributes) {
  const one = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}
