/* Draw a process with the places of its tokens. The list beside it says the same in words. */
(() => {
  "use strict";
  const place = document.getElementById("diagram");
  if (!place) return;

  const mark = (viewer, tokens) => {
    const canvas = viewer.get("canvas");
    const elements = viewer.get("elementRegistry");
    const known = (id) => elements.get(id) !== undefined;
    tokens.done.filter(known).forEach((id) => canvas.addMarker(id, "is-done"));
    Object.keys(tokens.current).filter(known).forEach((id) => {
      canvas.addMarker(id, "is-here");
      const badge = document.createElement("div");
      badge.className = "token-count";
      badge.textContent = tokens.current[id];
      viewer.get("overlays").add(id, { position: { top: -10, right: 10 }, html: badge });
    });
    tokens.failed.filter(known).forEach((id) => canvas.addMarker(id, "has-failed"));
  };

  /* The diagram is drawn with the names of its file; in Chinese each label is written anew. */
  const LABEL = 70;
  const rename = (viewer, names) => {
    const graphics = viewer.get("graphicsFactory");
    const elements = viewer.get("elementRegistry");
    elements.forEach((element) => {
      const about = element.businessObject;
      const name = names[about.processRef?.id ?? about.id];
      if (!name) return;
      about.name = name;
      if (element.labelTarget && element.width < LABEL) {
        element.x -= (LABEL - element.width) / 2;
        element.width = LABEL;
      }
      const kind = element.waypoints ? "connection" : "shape";
      graphics.update(kind, element, elements.getGraphics(element));
    });
  };

  /* A large diagram begins, at a size that can be read, where its tokens are. */
  const READABLE = 0.75;
  const show = (viewer, tokens) => {
    const canvas = viewer.get("canvas");
    const here = viewer.get("elementRegistry").get(tokens.looks_at ?? "");
    if (canvas.zoom("fit-viewport") >= READABLE || !here) return;
    const { inner, outer } = canvas.viewbox();
    const width = outer.width / READABLE;
    const height = outer.height / READABLE;
    const within = (middle, size, from, whole) => Math.max(from, Math.min(middle - size / 2, from + whole - size));
    canvas.viewbox({
      x: within(here.x + here.width / 2, width, inner.x, inner.width),
      y: within(here.y + here.height / 2, height, inner.y, inner.height), width, height,
    });
  };
  const obey = (viewer) => {
    const buttons = document.getElementById("diagram-zoom");
    if (!buttons) return;
    buttons.hidden = false;
    const canvas = viewer.get("canvas");
    buttons.addEventListener("click", (event) => {
      const wish = event.target.closest("[data-zoom]")?.dataset.zoom;
      if (wish === "whole") canvas.zoom("fit-viewport");
      else if (wish) canvas.zoom(canvas.zoom() * (wish === "in" ? 1.3 : 1 / 1.3));
    });
  };

  const draw = async () => {
    const [xml, tokens] = await Promise.all([
      fetch(place.dataset.source).then((answer) => answer.text()),
      fetch(place.dataset.tokens).then((answer) => answer.json()),
    ]);
    const viewer = new BpmnJS({ container: place });
    await viewer.importXML(xml);
    rename(viewer, tokens.names);
    show(viewer, tokens);
    mark(viewer, tokens);
    obey(viewer);
    place.dataset.drawn = "true";
  };
  draw();
})();
