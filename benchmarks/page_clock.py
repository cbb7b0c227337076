"""Scripts that read a page's clock: when points were first seen, an act was answered, and how long a step took."""

from __future__ import annotations

TANDEM_DRAWN = """() => {
  const root = document.querySelector('.st-key-customer_map, [data-testid="stMain"]');
  const host = root && [...root.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('.map'));
  return host ? host.shadowRoot.querySelector('.map').dataset.stamp : undefined;
}"""
PLOTLY_DRAWN = """() => {
  const canvas = document.querySelector('canvas.gl-canvas-context');
  if (!canvas || !canvas.width) return undefined;
  const small = document.createElement('canvas');
  small.width = small.height = 64;
  const context = small.getContext('2d');
  context.drawImage(canvas, 0, 0, 64, 64);
  return context.getImageData(0, 0, 64, 64).data.some((part) => part > 0) ? 'drawn' : undefined;
}"""
WATCH = """window.drawn = (DRAWN);
window.firstPicture = new Promise((seen) => {
  const look = () => (window.drawn() ? seen(performance.now()) : requestAnimationFrame(look));
  requestAnimationFrame(look);
});
for (const act of ['pointerup', 'click']) addEventListener(act, () => { window.acted = performance.now(); }, true);"""
EXPECT = """() => {
  const before = window.drawn(), said = document.querySelector('.st-key-who_numbers')?.innerText;
  window.answered = new Promise((seen) => {
    let drawn = 0, told = 0;
    const look = () => {
      if (!drawn && window.drawn() !== before) drawn = performance.now();
      if (!told && document.querySelector('.st-key-who_numbers')?.innerText !== said) told = performance.now();
      if (drawn && (told || window.colourOnly)) seen([drawn - window.acted, Math.max(drawn, told) - window.acted]);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}"""
STEPS = """async (keys) => {
  const root = document.querySelector('.st-key-customer_map, [data-testid="stMain"]');
  const host = [...root.querySelectorAll('*')].find((each) => each.shadowRoot?.querySelector('.map'));
  const canvas = host.shadowRoot.querySelector('canvas.overlay');
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const steps = [], work = [];
  await frame();
  for (const key of keys) {
    const began = await frame();
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const ended = await frame();
    work.push(Number(host.shadowRoot.querySelector('.map').dataset.drawMs));
    steps.push(ended - began);
  }
  return [steps, work];
}"""
