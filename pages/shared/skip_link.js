// The first stop of the keyboard: jumps over the navigation to the page's heading. Made once, before everything else.
const ID = "tandem-skip";
const HIDDEN = "position:fixed;left:0;top:-10rem;z-index:1000000;";
const SHOWN = "position:fixed;left:0.5rem;top:0.5rem;z-index:1000000;";
const LOOK = "padding:0.6rem 1rem;border-radius:0.5rem;background:#0A1628;color:#FFFFFF;outline:3px solid #6C9BF5;"
  + "font:inherit;text-decoration:none;";

export default function () {
  if (document.getElementById(ID)) return;
  const link = document.createElement("a");
  link.id = ID;
  link.href = "#";
  link.textContent = "Skip to the page";
  link.style.cssText = LOOK + HIDDEN;
  link.addEventListener("focus", () => { link.style.cssText = LOOK + SHOWN; });
  link.addEventListener("blur", () => { link.style.cssText = LOOK + HIDDEN; });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const heading = document.querySelector('[data-testid="stMain"] h1') || document.querySelector('[data-testid="stMain"]');
    if (!heading) return;
    heading.setAttribute("tabindex", "-1");
    heading.style.outline = "none";
    heading.focus();
  });
  document.body.prepend(link);
}
