// The map of customers: drawn point by point into an image on the CPU, so that a million points need no GPU.
//
// It is mounted three times. The first mount carries where customers stand ("places"), the last what a hovering pointer
// says of each ("tips"); these draw nothing and stay the same while the page changes, so Streamlit sends them once. The
// second carries what customers look like now ("view").
// Wire format, all three: uint32 little-endian length of the header, the header as JSON padded with spaces to a multiple of
// four bytes, then arrays. places: either x as uint16 × n, y as uint16 × n; or, in cells of the map, how many stand in
// each of 256 × 256 cells as uint32 × 65,536, then the low bytes of x × n and of y × n, cell by cell: half the bytes, and
// neighbours on the map are neighbours in memory. view: one byte of colour class × n. tips: one byte of segment × n, one of risk in half per cents × n.
// docs/dashboard.md lists the header's fields.

const REST = 255;
const MISSING = 254;
const MOST_CORNERS = 40;
const MOST_LABELS = 24;
const SLOW_MS = 8; // where drawing takes longer than this, dragging moves the last picture and redraws when it rests
const PLACES = new Map(); // map_id -> { n, x, y, ids, box, index }
const TIPS = new Map(); // map_id -> { names, segment, risk }
const UNKNOWN = 255;
const WAITING = new Set(); // maps that came before their places
const MAPS = new WeakMap(); // parentElement -> CustomerMap

export default function (component) {
  const { header, bytes } = unpacked(component.data);
  if (header.kind === "places") {
    keepPlaces(header, bytes);
    return undefined;
  }
  if (header.kind === "tips") {
    const n = bytes.length / 2;
    TIPS.set(header.map_id, { names: header.names, segment: bytes.subarray(0, n), risk: bytes.subarray(n) });
    while (TIPS.size > 2) TIPS.delete(TIPS.keys().next().value);
    return undefined;
  }
  let map = MAPS.get(component.parentElement);
  if (!map) {
    map = new CustomerMap(component.parentElement);
    MAPS.set(component.parentElement, map);
  }
  map.pick = (value) => component.setTriggerValue("picked", { ...value, stamp: Date.now() });
  map.show(header, bytes);
  return () => {
    map.remove();
    MAPS.delete(component.parentElement);
  };
}

function unpacked(data) {
  const raw = data instanceof Uint8Array ? data : new Uint8Array(data);
  const copy = raw.slice(); // aligned, and ours
  const length = new DataView(copy.buffer).getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(copy.subarray(4, 4 + length))), bytes: copy.subarray(4 + length) };
}

function keepPlaces(header, bytes) {
  if (!PLACES.has(header.map_id)) {
    const { n } = header;
    const places = header.in_cells ? fromCells(bytes, n) : asSent(bytes, n);
    PLACES.set(header.map_id, { n, ...places, ids: header.ids || null, box: boxOf(places.x, places.y) });
    while (PLACES.size > 2) PLACES.delete(PLACES.keys().next().value);
  }
  for (const map of [...WAITING]) map.begin();
}

function asSent(bytes, n) {
  const x = new Uint16Array(bytes.buffer, bytes.byteOffset, n);
  const y = new Uint16Array(bytes.buffer, bytes.byteOffset + 2 * n, n);
  return { x, y, index: null };
}

function fromCells(bytes, n) {
  const counts = new Uint32Array(bytes.buffer, bytes.byteOffset, 65536);
  const low = bytes.subarray(4 * 65536);
  const x = new Uint16Array(n), y = new Uint16Array(n), starts = new Uint32Array(65537);
  let i = 0;
  for (let cell = 0; cell < 65536; cell++) {
    const right = (cell & 255) << 8, up = cell & 0xff00;
    for (const end = (starts[cell + 1] = i + counts[cell]); i < end; i++) {
      x[i] = right | low[i];
      y[i] = up | low[n + i];
    }
  }
  return { x, y, index: { starts, order: null } };
}

function boxOf(x, y) {
  let left = 65535, right = 0, low = 65535, high = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] < left) left = x[i];
    if (x[i] > right) right = x[i];
    if (y[i] < low) low = y[i];
    if (y[i] > high) high = y[i];
  }
  return { left, right: Math.max(right, left + 1), low, high: Math.max(high, low + 1) };
}

// Points sorted into 256 × 256 cells of the map, so that the one under the pointer is found at once.
function cellIndex(places) {
  if (places.index) return places.index;
  const { n, x, y } = places;
  const starts = new Uint32Array(65537);
  for (let i = 0; i < n; i++) starts[(((y[i] >> 8) << 8) | (x[i] >> 8)) + 1]++;
  for (let cell = 0; cell < 65536; cell++) starts[cell + 1] += starts[cell];
  const next = starts.slice(0, 65536);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[next[((y[i] >> 8) << 8) | (x[i] >> 8)]++] = i;
  places.index = { starts, order };
  return places.index;
}

function nearest(places, ux, uy, reach, skip) {
  const { starts, order } = cellIndex(places);
  const { x, y } = places;
  const first = (value) => Math.max(0, Math.min(255, (value - reach) >> 8));
  const last = (value) => Math.max(0, Math.min(255, (value + reach) >> 8));
  let best = -1, bestDistance = reach * reach;
  for (let row = first(uy); row <= last(uy); row++) {
    for (let column = first(ux); column <= last(ux); column++) {
      const cell = (row << 8) | column;
      for (let place = starts[cell]; place < starts[cell + 1]; place++) {
        const i = order ? order[place] : place;
        const dx = x[i] - ux, dy = y[i] - uy, distance = dx * dx + dy * dy;
        if (distance <= bestDistance && !(skip && skip(i))) {
          best = i;
          bestDistance = distance;
        }
      }
    }
  }
  return best;
}

// ---------------------------------------------------------------------------------------------------------------------

class CustomerMap {
  constructor(parent) {
    this.parent = parent;
    this.tool = "pan";
    this.view = null; // { scale: css pixels a unit, ox, oy }
    this.drawn = null; // the view of the picture in the backing canvas
    this.codes = null;
    this.header = null;
    this.lit = null; // the class under the pointer in the legend
    this.path = null; // the lasso or box being drawn, css pixels
    this.pointers = new Map();
    this.hovered = -1;
    this.boxes = []; // where labels stand, for clicks
    this.build();
  }

  build() {
    const root = element("div", "map");
    this.stage = element("div", "stage");
    this.canvas = element("canvas", "points");
    this.overlay = element("canvas", "overlay");
    this.overlay.tabIndex = 0;
    this.overlay.setAttribute("role", "application");
    this.overlay.setAttribute("aria-roledescription", "map");
    this.tip = element("div", "tip");
    this.tip.hidden = true;
    this.live = element("div", "hidden");
    this.live.setAttribute("aria-live", "polite");
    this.bar = element("div", "bar");
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", "Map tools");
    this.buttons = {};
    for (const [name, label, drawing] of TOOLS) {
      const button = element("button", "tool");
      button.type = "button";
      button.title = label;
      button.setAttribute("aria-label", label);
      button.setAttribute("aria-keyshortcuts", label.match(/\((.)\)/)[1].replace("−", "-"));
      button.append(icon(drawing));
      button.addEventListener("click", () => this.use(name));
      this.buttons[name] = button;
      this.bar.append(button);
    }
    this.hint = element("div", "hint");
    this.stage.append(this.canvas, this.overlay, this.bar, this.hint, this.tip, this.live);
    this.legend = element("div", "legend");
    this.legend.addEventListener("keydown", (event) => this.legendKey(event));
    root.append(this.stage, this.legend);
    root.addEventListener("picture", (event) => this.pictured(event.detail));
    this.parent.append(root);
    this.root = root;
    this.backing = document.createElement("canvas");
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.stage);
    this.listen();
    this.use("pan");
  }

  remove() {
    this.watch.disconnect();
    WAITING.delete(this);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
    this.root.remove();
  }

  show(header, bytes) {
    const changedMap = !this.header || this.header.map_id !== header.map_id;
    const same = this.header && this.header.stamp === header.stamp;
    this.header = header;
    this.codes = bytes;
    this.stage.style.setProperty("--map-height", `${header.height}px`);
    this.overlay.setAttribute("aria-label", header.aria);
    this.readTheme();
    if (changedMap) this.view = null;
    if (!same) {
      this.lit = null;
      this.drawLegend();
    }
    this.begin();
  }

  begin() {
    this.places = PLACES.get(this.header.map_id) || null;
    if (!this.places) {
      WAITING.add(this);
      return;
    }
    WAITING.delete(this);
    this.resized();
  }

  readTheme() {
    const style = getComputedStyle(this.root);
    const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
    this.ink = read("--st-text-color", "#0A1628");
    this.paper = read("--st-background-color", "#FFFFFF");
    this.accent = read("--st-primary-color", "#2456C7");
    this.dark = luminance(this.paper) < 0.3;
    this.lookup = new Uint32Array(256);
    const rest = mixed(this.paper, this.ink, this.dark ? 0.2 : 0.15);
    const missing = mixed(this.paper, this.ink, this.dark ? 0.34 : 0.3);
    for (let code = 0; code < 256; code++) {
      const colour = this.header.palette[code];
      this.lookup[code] = packed(colour ? (this.dark ? lifted(colour) : colour) : rest);
    }
    this.lookup[MISSING] = packed(missing);
    this.lookup[REST] = packed(rest);
    this.root.style.colorScheme = this.dark ? "dark" : "light";
  }

  resized() {
    const width = this.stage.clientWidth, height = this.stage.clientHeight;
    if (!width || !height || !this.header) return;
    this.dpr = this.sharpness || Math.min(window.devicePixelRatio || 1, 2);
    if (this.width !== width || this.height !== height || this.canvas.width !== Math.round(width * this.dpr)) {
      if (this.view && this.width) {
        this.view.ox += (width - this.width) / 2;
        this.view.oy += (height - this.height) / 2;
      }
      this.width = width;
      this.height = height;
      for (const canvas of [this.canvas, this.overlay, this.backing]) {
        canvas.width = Math.round(width * this.dpr);
        canvas.height = Math.round(height * this.dpr);
      }
      this.image = null;
    }
    if (!this.places) return;
    if (!this.view) this.view = this.fitted();
    this.redraw();
  }

  // What is drawn, for a picture of so many pixels to one of CSS; then again as it was.
  pictured(asked) {
    if (!this.places || !this.view) return;
    this.sharpness = asked.scale;
    this.resized();
    this.rasterise();
    this.drawOverlay();
    asked.images = [this.canvas, this.overlay].map((canvas) => canvas.toDataURL("image/png"));
    this.sharpness = null;
    this.resized();
  }

  fitted() {
    const { left, right, low, high } = this.places.box;
    const pad = Math.min(48, this.width * 0.06);
    const scale = Math.min((this.width - 2 * pad) / (right - left), (this.height - 2 * pad - 20) / (high - low));
    this.fitScale = scale;
    return {
      scale,
      ox: this.width / 2 - ((left + right) / 2) * scale,
      oy: this.height / 2 + 10 + ((low + high) / 2) * scale,
    };
  }

  // --- drawing ---------------------------------------------------------------------------------------------------------

  redraw(moving = false) {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      if (!this.places || !this.view || !this.width) return;
      const started = performance.now();
      if (moving && this.rasterMs > SLOW_MS && this.drawn) {
        this.blit();
        clearTimeout(this.rest);
        this.rest = setTimeout(() => this.redraw(), 90);
      } else {
        this.rasterise();
      }
      this.drawOverlay();
      this.root.dataset.drawMs = (performance.now() - started).toFixed(1);
      this.root.dataset.stamp = this.header.stamp;
    });
  }

  blit() {
    const context = this.canvas.getContext("2d");
    const ratio = this.view.scale / this.drawn.scale, dpr = this.dpr;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = this.paper;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.imageSmoothingEnabled = false;
    const dx = (this.view.ox - this.drawn.ox * ratio) * dpr, dy = (this.view.oy - this.drawn.oy * ratio) * dpr;
    context.drawImage(this.backing, dx, dy, this.backing.width * ratio, this.backing.height * ratio);
  }

  rasterise() {
    const started = performance.now();
    const wide = this.canvas.width, tall = this.canvas.height;
    const back = this.backing.getContext("2d");
    if (!this.image) {
      this.image = back.createImageData(wide, tall);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(packed(this.paper));
    const { n } = this.places;
    const zoom = Math.max(this.view.scale / this.fitScale, 0.6), many = !this.places.ids;
    const size = 0.31 * Math.sqrt((this.width * this.height) / Math.max(n, 1)) * (many ? zoom : Math.sqrt(zoom));
    const radius = Math.min(5, Math.max(many && zoom > 1.8 ? 0.9 : 0.4, size)); // from near a lone point is seen too
    this.radius = radius;
    let lookup = this.lookup;
    if (this.lit !== null) {
      lookup = this.lookup.slice();
      for (let code = 0; code < REST; code++) if (code !== this.lit) lookup[code] = this.lookup[REST];
    }
    const codes = this.codes, lit = this.lit;
    const behind = this.header.has_rest || lit !== null;
    const isBack = new Uint8Array(256);
    isBack[REST] = 1;
    isBack[MISSING] = 1;
    if (lit !== null) for (let code = 0; code < 256; code++) isBack[code] = code === lit ? 0 : 1;
    for (const which of behind ? [1, 0] : [2]) {
      for (const [from, to] of this.runs(radius)) this.stamp(from, to, codes, lookup, radius * this.dpr, isBack, which);
    }
    back.putImageData(this.image, 0, 0);
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.backing, 0, 0);
    this.drawn = { ...this.view };
    this.rasterMs = performance.now() - started;
  }

  // The parts of the list of points that may be in view: where points come in cells, those of each row of cells.
  runs(radius) {
    const { n, index } = this.places;
    const { starts, order } = index || { order: true };
    const [left, high] = this.toUnits(-radius, -radius), [right, low] = this.toUnits(this.width + radius, this.height + radius);
    const { box } = this.places;
    if (order || (left <= box.left && right >= box.right && low <= box.low && high >= box.high)) return [[0, n]];
    const runs = [];
    for (let row = low >> 8; row <= high >> 8; row++) {
      const from = starts[(row << 8) | (left >> 8)], to = starts[((row << 8) | (right >> 8)) + 1];
      if (to > from) runs.push([from, to]);
    }
    return runs;
  }

  // Draws those of a run of points whose class is behind (which = 1), in front (0), or all (2).
  stamp(from, to, codes, lookup, radius, isBack, which) {
    const { x, y } = this.places;
    const wide = this.canvas.width, tall = this.canvas.height, pixels = this.pixels;
    const scale = this.view.scale * this.dpr, ox = this.view.ox * this.dpr, oy = this.view.oy * this.dpr;
    if (radius < 0.85) {
      for (let i = from; i < to; i++) {
        const code = codes[i];
        if (which !== 2 && isBack[code] !== which) continue;
        const px = (x[i] * scale + ox) | 0, py = (oy - y[i] * scale) | 0;
        if (px >= 0 && px < wide && py >= 0 && py < tall) pixels[py * wide + px] = lookup[code];
      }
      return;
    }
    if (radius < 1.3) {
      for (let i = from; i < to; i++) {
        const code = codes[i];
        if (which !== 2 && isBack[code] !== which) continue;
        const px = (x[i] * scale + ox) | 0, py = (oy - y[i] * scale) | 0;
        if (px < 0 || px >= wide - 1 || py < 0 || py >= tall - 1) continue;
        const at = py * wide + px, colour = lookup[code];
        pixels[at] = colour;
        pixels[at + 1] = colour;
        pixels[at + wide] = colour;
        pixels[at + wide + 1] = colour;
      }
      return;
    }
    const { offsets, shares, reach } = disc(radius, wide);
    for (let i = from; i < to; i++) {
      const code = codes[i];
      if (which !== 2 && isBack[code] !== which) continue;
      const px = (x[i] * scale + ox) | 0, py = (oy - y[i] * scale) | 0;
      if (px < reach || px >= wide - reach || py < reach || py >= tall - reach) continue;
      const at = py * wide + px, colour = lookup[code];
      const red = colour & 255, green = (colour >> 8) & 255, blue = (colour >> 16) & 255;
      for (let k = 0; k < offsets.length; k++) {
        const spot = at + offsets[k], share = shares[k], under = pixels[spot], left = 256 - share;
        pixels[spot] =
          0xff000000 |
          ((((under >> 16) & 255) * left + blue * share) >> 8 << 16) |
          ((((under >> 8) & 255) * left + green * share) >> 8 << 8) |
          (((under & 255) * left + red * share) >> 8);
      }
    }
  }

  drawOverlay() {
    const context = this.overlay.getContext("2d");
    context.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    if (this.header.area && !this.path) this.outline(context, this.header.area.map(([ux, uy]) => this.toScreen(ux, uy)), true);
    if (this.path) this.outline(context, this.path, false);
    this.drawLabels(context);
    if (this.header.focus !== null && this.header.focus !== undefined) this.ring(context, this.header.focus, this.header.focus_text, true);
    if (this.hovered >= 0) this.ring(context, this.hovered, "", false);
  }

  outline(context, corners, done) {
    if (corners.length < 2) return;
    context.beginPath();
    corners.forEach(([px, py], i) => (i ? context.lineTo(px, py) : context.moveTo(px, py)));
    context.closePath();
    context.globalAlpha = 0.1;
    context.fillStyle = this.accent;
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.lineWidth = 1.75;
    context.strokeStyle = this.accent;
    context.setLineDash(done ? [6, 4] : []);
    context.stroke();
    context.setLineDash([]);
  }

  ring(context, i, text, strong) {
    const [px, py] = this.toScreen(this.places.x[i], this.places.y[i]);
    const radius = Math.max(this.radius || 3, 3) + (strong ? 5 : 3);
    context.lineWidth = strong ? 5 : 4;
    context.strokeStyle = this.paper;
    context.beginPath();
    context.arc(px, py, radius, 0, 7);
    context.stroke();
    context.lineWidth = strong ? 2.5 : 1.75;
    context.strokeStyle = this.ink;
    context.beginPath();
    context.arc(px, py, radius, 0, 7);
    context.stroke();
    if (text) this.words(context, [text], px, py - radius - 12, 600, 12.5);
  }

  words(context, lines, px, py, weight, size) {
    context.font = `${weight} ${size}px Inter, system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.paper;
    context.fillStyle = this.ink;
    lines.forEach((line, row) => {
      const at = py + (row - (lines.length - 1) / 2) * size * 1.22;
      context.globalAlpha = 0.9;
      context.strokeText(line, px, at);
      context.globalAlpha = 1;
      context.fillText(line, px, at);
    });
  }

  // Labels follow the zoom: from far away the families, from near the chosen level; the largest first, none on another.
  drawLabels(context) {
    this.boxes = [];
    if (this.path) return;
    const zoom = this.view.scale / this.fitScale;
    const level = zoom < 1.35 ? Math.min(this.header.level, 2) : this.header.level;
    const size = level === 3 ? 12 : 13.5;
    context.font = `600 ${size}px Inter, system-ui, sans-serif`;
    for (const label of this.header.labels) {
      if (label.level !== level || this.boxes.length >= MOST_LABELS) continue;
      context.font = `${label.by ? "italic " : ""}600 ${size}px Inter, system-ui, sans-serif`;
      const [px, py] = this.toScreen(label.x, label.y);
      const lines = wrapped(label.by ? `${label.text} ✎` : label.text, 24, 2);
      const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 6;
      const tall = (lines.length * size * 1.22) / 2 + 4;
      const x = Math.min(Math.max(px, half + 2), this.width - half - 2);
      const box = { left: x - half, right: x + half, top: py - tall, bottom: py + tall, label };
      if (px < 0 || px > this.width || box.top < 44 || box.bottom > this.height) continue;
      if (this.boxes.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) continue;
      this.boxes.push(box);
      this.words(context, lines, x, py, label.by ? "italic 600" : "600", size);
    }
  }

  toScreen(ux, uy) {
    return [ux * this.view.scale + this.view.ox, this.view.oy - uy * this.view.scale];
  }

  toUnits(px, py) {
    const within = (value) => Math.max(0, Math.min(65535, Math.round(value)));
    return [within((px - this.view.ox) / this.view.scale), within((this.view.oy - py) / this.view.scale)];
  }

  // --- legend ----------------------------------------------------------------------------------------------------------

  drawLegend() {
    const { legend } = this.header;
    const box = this.legend;
    const focused = this.legend.contains(this.root.getRootNode().activeElement) && this.root.getRootNode().activeElement.dataset.key;
    box.replaceChildren();
    const title = element("div", "title");
    title.textContent = legend.title;
    box.append(title);
    if (legend.kind === "scale") box.append(this.scaleBar(legend));
    let group = null;
    const list = element("ul", "entries");
    for (const entry of legend.entries) {
      if (entry.group && entry.group !== group) {
        group = entry.group;
        const heading = element("li", "group");
        heading.textContent = group;
        list.append(heading);
      }
      list.append(this.entry(entry));
    }
    box.append(list);
    const buttons = [...box.querySelectorAll("button")];
    const first = buttons.find((one) => one.classList.contains("chosen")) || buttons[0];
    for (const one of buttons) one.tabIndex = one === first ? 0 : -1;
    const again = focused && buttons.findIndex((one) => one.dataset.key === focused);
    if (again >= 0 && focused) this.focusEntry(buttons, again);
    if (first) {
      const hint = element("div", "note keys");
      hint.textContent = "↑ ↓ move, Enter selects, Esc goes back to the map.";
      box.append(hint);
    }
    if (legend.note) {
      const note = element("div", "note");
      note.textContent = legend.note;
      box.append(note);
    }
  }

  // One stop for Tab; arrows go from segment to segment, Escape back to the map.
  legendKey(event) {
    const buttons = [...this.legend.querySelectorAll("button")];
    const at = buttons.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") this.overlay.focus();
    else if (at < 0 || to === undefined) return;
    else this.focusEntry(buttons, (to + buttons.length) % buttons.length);
    event.preventDefault();
    event.stopPropagation();
  }

  focusEntry(buttons, at) {
    buttons.forEach((one, place) => { one.tabIndex = place === at ? 0 : -1; });
    if (buttons[at]) buttons[at].focus();
  }

  entry(entry) {
    const item = element("li", "");
    const row = element(entry.key ? "button" : "div", `entry${entry.chosen ? " chosen" : ""}${entry.count === "0" ? " none" : ""}`);
    if (entry.key) {
      row.type = "button";
      row.dataset.key = entry.key;
      row.setAttribute("aria-pressed", entry.chosen ? "true" : "false");
      row.title = entry.chosen ? "Show every segment again" : "Select this segment";
      row.addEventListener("click", () => this.pick({ kind: "segment", key: entry.chosen ? null : entry.key }));
    }
    const swatch = element("span", "swatch");
    swatch.style.background = colourText(this.lookup[entry.code]);
    const label = element("span", "label");
    label.textContent = entry.label;
    const count = element("span", "count");
    count.textContent = entry.count;
    row.append(swatch, label, count);
    for (const [on, code] of [["pointerenter", entry.code], ["pointerleave", null], ["focus", entry.code], ["blur", null]]) {
      row.addEventListener(on, () => {
        if (this.lit === code) return;
        this.lit = code;
        this.redraw();
      });
    }
    item.append(row);
    return item;
  }

  scaleBar(legend) {
    const box = element("div", "scale");
    const bar = element("div", "ramp");
    const colours = this.header.palette.slice(0, legend.n_steps).map((colour) => (this.dark ? lifted(colour) : colour));
    bar.style.background = `linear-gradient(to right, ${colours.join(", ")})`;
    const ends = element("div", "ends");
    for (const text of legend.ticks) {
      const tick = element("span", "");
      tick.textContent = text;
      ends.append(tick);
    }
    box.append(bar, ends);
    return box;
  }

  // --- hands and keys --------------------------------------------------------------------------------------------------

  listen() {
    const over = this.overlay;
    over.addEventListener("pointerdown", (event) => this.down(event));
    over.addEventListener("pointermove", (event) => this.move(event));
    over.addEventListener("pointerup", (event) => this.up(event));
    over.addEventListener("pointercancel", (event) => this.up(event, true));
    over.addEventListener("pointerleave", () => this.hover(-1));
    over.addEventListener("dblclick", (event) => this.zoomAt(...this.at(event), 2));
    over.addEventListener("wheel", (event) => {
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 30 : 1;
      this.zoomAt(...this.at(event), Math.exp(-event.deltaY * lines * 0.0016));
    }, { passive: false });
    over.addEventListener("keydown", (event) => this.key(event));
  }

  at(event) {
    const box = this.overlay.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  down(event) {
    if (!this.places || event.button > 0) return;
    this.overlay.setPointerCapture(event.pointerId);
    const at = this.at(event);
    this.pointers.set(event.pointerId, at);
    this.hover(-1);
    if (this.pointers.size === 2) {
      this.path = null;
      this.pinch = this.spread();
      return;
    }
    this.start = at;
    this.moved = false;
    const tool = event.shiftKey && this.tool === "pan" ? "lasso" : this.tool;
    this.gesture = tool;
    if (tool !== "pan") this.path = [at];
  }

  move(event) {
    if (!this.places || !this.view) return;
    const at = this.at(event);
    if (!this.pointers.has(event.pointerId)) {
      if (event.pointerType !== "touch") this.hoverAt(at);
      return;
    }
    const before = this.pointers.get(event.pointerId);
    this.pointers.set(event.pointerId, at);
    if (this.pointers.size === 2) {
      const now = this.spread();
      this.view.ox += now.x - this.pinch.x;
      this.view.oy += now.y - this.pinch.y;
      this.zoomAt(now.x, now.y, now.apart / Math.max(this.pinch.apart, 1));
      this.pinch = now;
      this.moved = true;
      return;
    }
    if (Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) > 4) this.moved = true;
    if (!this.moved) return;
    if (this.gesture === "pan") {
      this.view.ox += at[0] - before[0];
      this.view.oy += at[1] - before[1];
      this.redraw(true);
    } else if (this.gesture === "box") {
      const [x, y] = this.start;
      this.path = [[x, y], [at[0], y], at, [x, at[1]]];
      this.overlaySoon();
    } else if (this.path) {
      const [lx, ly] = this.path[this.path.length - 1];
      if (Math.hypot(at[0] - lx, at[1] - ly) > 2) this.path.push(at);
      this.overlaySoon();
    }
  }

  up(event, cancelled = false) {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.pointers.size) return;
    const path = this.path;
    this.path = null;
    if (cancelled || !this.view) {
      this.redraw();
    } else if (!this.moved) {
      this.click(this.at(event));
    } else if (path && path.length > 2) {
      this.send(path);
    }
    this.gesture = null;
  }

  send(path) {
    const corners = simplified(path, MOST_CORNERS).map(([px, py]) => this.toUnits(px, py));
    this.header.area = corners;
    this.overlaySoon();
    this.live.textContent = "Area drawn. Looking up who is inside.";
    this.use("pan");
    this.pick({ kind: "area", map_id: this.header.map_id, corners });
  }

  click(at) {
    const label = this.labelAt(at);
    const i = this.under(at);
    if (i >= 0 && !(label && this.places.n > 2000)) {
      this.header.focus = i;
      this.overlaySoon();
      this.pick({ kind: "customer", map_id: this.header.map_id, index: i });
    } else if (label && label.key) {
      this.pick({ kind: "segment", key: label.key });
    }
  }

  labelAt([px, py]) {
    const box = this.boxes.find((one) => px >= one.left && px <= one.right && py >= one.top && py <= one.bottom);
    return box ? box.label : null;
  }

  under([px, py]) {
    const reach = Math.max(6, (this.radius || 2) + 3) / this.view.scale;
    const [ux, uy] = this.toUnits(px, py);
    const coloured = nearest(this.places, ux, uy, reach, (i) => this.codes[i] === REST);
    return coloured >= 0 ? coloured : nearest(this.places, ux, uy, reach, null);
  }

  hoverAt(at) {
    if (this.wanted) {
      this.wanted = at;
      return;
    }
    this.wanted = at;
    requestAnimationFrame(() => {
      const here = this.wanted;
      this.wanted = null;
      if (this.view && this.places) this.hover(this.under(here), here);
    });
  }

  hover(i, at) {
    const onLabel = at && this.labelAt(at);
    this.overlay.style.cursor = this.tool !== "pan" ? "crosshair" : i >= 0 || onLabel ? "pointer" : "grab";
    if (i !== this.hovered) {
      this.hovered = i;
      this.overlaySoon();
    }
    const author = onLabel && onLabel.by ? [["strong", onLabel.text], ["", `Named by ${onLabel.by}`]] : null;
    if (!at || (i < 0 && !author)) {
      this.tip.hidden = true;
      return;
    }
    const lines = author || this.tipOf(i);
    this.tip.replaceChildren(
      ...lines.map(([kind, text]) => {
        const line = element("div", kind);
        line.textContent = text;
        return line;
      }),
    );
    this.tip.hidden = false;
    const width = this.tip.offsetWidth, height = this.tip.offsetHeight;
    const left = at[0] + 16 + width > this.width ? at[0] - width - 14 : at[0] + 16;
    this.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.min(Math.max(4, at[1] + 14), this.height - height - 4)}px)`;
  }

  // Id, segment, risk, and what its colour means where that is another thing.
  tipOf(i) {
    const code = this.codes[i], { tips, rest_text, missing_text } = this.header;
    const lines = this.places.ids ? [["strong", this.places.ids[i]]] : [];
    const known = TIPS.get(this.header.map_id);
    const segment = known ? known.names[known.segment[i]] : undefined;
    if (segment) lines.push(["", segment]);
    if (known && known.risk[i] !== UNKNOWN) lines.push(["", `Risk ${(known.risk[i] / 2).toFixed(1)}%`]);
    const meant = code === REST ? rest_text : code === MISSING ? missing_text : tips[code];
    if (meant && meant !== segment) lines.push(["soft", code < MISSING ? `${this.header.legend.title}: ${meant}` : meant]);
    return lines;
  }

  overlaySoon() {
    cancelAnimationFrame(this.overlayFrame);
    this.overlayFrame = requestAnimationFrame(() => this.view && this.places && this.drawOverlay());
  }

  spread() {
    const [[ax, ay], [bx, by]] = [...this.pointers.values()];
    return { x: (ax + bx) / 2, y: (ay + by) / 2, apart: Math.hypot(ax - bx, ay - by) };
  }

  zoomAt(px, py, factor) {
    if (!this.view) return;
    const scale = Math.max(this.fitScale * 0.5, Math.min(this.fitScale * 60, this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.view = { scale, ox: px - (px - this.view.ox) * ratio, oy: py - (py - this.view.oy) * ratio };
    this.hover(-1);
    this.redraw(true);
  }

  use(name) {
    if (name === "in") return this.zoomAt(this.width / 2, this.height / 2, 1.5);
    if (name === "out") return this.zoomAt(this.width / 2, this.height / 2, 1 / 1.5);
    if (name === "fit") {
      if (!this.places) return undefined;
      this.view = this.fitted();
      return this.redraw();
    }
    if (name === "legend") {
      const stop = this.legend.querySelector("button[tabindex='0']");
      return stop ? stop.focus() : undefined;
    }
    if (name === "seen") {
      return this.send([[0, 0], [this.width, 0], [this.width, this.height], [0, this.height]]);
    }
    this.tool = name;
    for (const [each, button] of Object.entries(this.buttons)) {
      if (["pan", "lasso", "box"].includes(each)) button.setAttribute("aria-pressed", String(each === name));
    }
    this.overlay.style.cursor = name === "pan" ? "grab" : "crosshair";
    this.hint.textContent = HINTS[name];
    return undefined;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.view) return;
    const step = event.shiftKey ? 160 : 48;
    const pans = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const uses = { "+": "in", "=": "in", "-": "out", _: "out", 0: "fit", Home: "fit", l: "lasso", b: "box", v: "pan", s: "seen", g: "legend" };
    if (pans[event.key]) {
      this.view.ox += pans[event.key][0];
      this.view.oy += pans[event.key][1];
      this.redraw(true);
    } else if (uses[event.key] || uses[event.key.toLowerCase()]) {
      this.use(uses[event.key] || uses[event.key.toLowerCase()]);
    } else if (event.key === "Escape") {
      if (this.path) {
        this.path = null;
        this.pointers.clear();
        this.redraw();
      } else if (this.tool !== "pan") {
        this.use("pan");
      } else if (this.header.area) {
        this.pick({ kind: "clear" });
      } else {
        return;
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

// ---------------------------------------------------------------------------------------------------------------------

const HINTS = {
  pan: "Drag to move, scroll to zoom, Shift + drag to select",
  lasso: "Draw around customers to select them",
  box: "Drag a box over customers to select them",
};

const TOOLS = [
  ["pan", "Move (V)", "M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-5.5v-1a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v5m0-3a1.5 1.5 0 0 1 3 0v6a6 6 0 0 1-6 6h-1.5a6 6 0 0 1-4.7-2.3L4.6 14a1.5 1.5 0 0 1 2.3-1.9L8 13.4"],
  ["lasso", "Lasso (L)", "M12 4c5 0 9 2.5 9 6s-4 6-9 6c-1.4 0-2.8-.2-4-.6M4.600 13.500C3.600 12.500 3 11.300 3 10c0-3.500 4-6 9-6M6 14a2 2 0 1 0 .01 0M6 18c0 1.500-.8 2.500-2 3"],
  ["box", "Box (B)", "M4 8V5a1 1 0 0 1 1-1h3m3 0h2m3 0h3a1 1 0 0 1 1 1v3m0 3v2m0 3v3a1 1 0 0 1-1 1h-3m-3 0h-2m-3 0H5a1 1 0 0 1-1-1v-3m0-3v-2"],
  ["seen", "Select what is in view (S)", "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M9 12l2 2 4-4"],
  ["legend", "Choose a segment in the legend (G)", "M9 6h11M9 12h11M9 18h11M4.500 6v.01M4.500 12v.01M4.500 18v.01"],
  ["in", "Zoom in (+)", "M12 5v14M5 12h14"],
  ["out", "Zoom out (−)", "M5 12h14"],
  ["fit", "Show everything (0)", "M4 10l8-6 8 6v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM10 20v-6h4v6"],
];

function element(name, kind) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  return made;
}

function icon(drawing) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", drawing);
  svg.append(line);
  return svg;
}

const DISCS = new Map();

// The pixels of a disc with a soft edge: their offsets in the image, and how much of each it covers (of 256).
function disc(radius, wide) {
  const name = `${radius.toFixed(2)}/${wide}`;
  if (!DISCS.has(name)) {
    const reach = Math.ceil(radius + 0.5), offsets = [], shares = [];
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const covered = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy)));
        if (covered > 0.03) {
          offsets.push(dy * wide + dx);
          shares.push(Math.round(covered * 256 * 0.88));
        }
      }
    }
    if (DISCS.size > 40) DISCS.clear();
    DISCS.set(name, { offsets: Int32Array.from(offsets), shares: Int32Array.from(shares), reach });
  }
  return DISCS.get(name);
}

function parts(colour) {
  const hex = colour.match(/^#([0-9a-f]{6})/i);
  if (hex) return [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16));
  const short = colour.match(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i);
  if (short) return short.slice(1, 4).map((digit) => parseInt(digit + digit, 16));
  const numbers = colour.match(/[\d.]+/g);
  return numbers ? numbers.slice(0, 3).map(Number) : [128, 128, 128];
}

function packed(colour) {
  const [red, green, blue] = parts(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

function colourText(value) {
  return `rgb(${value & 255}, ${(value >> 8) & 255}, ${(value >> 16) & 255})`;
}

function mixed(first, second, share) {
  const a = parts(first), b = parts(second);
  return `rgb(${a.map((part, i) => Math.round(part + (b[i] - part) * share)).join(", ")})`;
}

function luminance(colour) {
  const [red, green, blue] = parts(colour).map((part) => part / 255);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// On a dark ground, dark colours are lightened until they can be seen; the hue stays.
function lifted(colour) {
  const bright = luminance(colour);
  return bright < 0.42 ? mixed(colour, "#FFFFFF", (0.42 - bright) * 0.75) : colour;
}

function wrapped(text, width, most) {
  const lines = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line && `${line} ${word}`.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  lines.push(line);
  const shown = lines.slice(0, most).map((each) => (each.length > width + 4 ? `${each.slice(0, width + 2)}…` : each));
  if (lines.length > most && !shown[most - 1].endsWith("…")) shown[most - 1] += "…";
  return shown;
}

// Douglas and Peucker (1973), the tolerance raised until few enough corners are left.
function simplified(path, most) {
  let kept = path;
  for (let tolerance = 1; kept.length > most; tolerance *= 1.5) kept = thinned(path, tolerance);
  return kept;
}

function thinned(path, tolerance) {
  const keep = new Uint8Array(path.length);
  keep[0] = keep[path.length - 1] = 1;
  const open = [[0, path.length - 1]];
  while (open.length) {
    const [from, to] = open.pop();
    const [ax, ay] = path[from], [bx, by] = path[to];
    const length = Math.hypot(bx - ax, by - ay);
    let far = 0, at = -1;
    for (let i = from + 1; i < to; i++) {
      const [px, py] = path[i];
      const away = length ? Math.abs((by - ay) * px - (bx - ax) * py + bx * ay - by * ax) / length : Math.hypot(px - ax, py - ay);
      if (away > far) {
        far = away;
        at = i;
      }
    }
    if (far > tolerance) {
      keep[at] = 1;
      open.push([from, at], [at, to]);
    }
  }
  return path.filter((_, i) => keep[i]);
}
