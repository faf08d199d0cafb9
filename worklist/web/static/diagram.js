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

  const draw = async () => {
    const [xml, tokens] = await Promise.all([
      fetch(place.dataset.source).then((answer) => answer.text()),
      fetch(place.dataset.tokens).then((answer) => answer.json()),
    ]);
    const viewer = new BpmnJS({ container: place });
    await viewer.importXML(xml);
    viewer.get("canvas").zoom("fit-viewport");
    mark(viewer, tokens);
    place.dataset.drawn = "true";
  };
  draw();
})();
