/**
 * Tells what a wheel, a pointer and fingers do on an element, in pixels from its corner: `zoom` by a factor around a
 * point, `drag` by a step, `hover` at a point, and `end` after a way to the right and one in all, NaN where it zoomed.
 */
export function watchGestures(element, { zoom, drag, hover, end }) {
	const pointers = new Map();
	let [right, way] = [0, 0];
	const at = event => {
		const box = element.getBoundingClientRect();
		return [event.clientX - box.left, event.clientY - box.top];
	};
	element.addEventListener("wheel", event => {
		event.preventDefault();
		zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 120 : 400)), ...at(event));
	}, { passive: false });
	element.addEventListener("pointerdown", event => {
		element.setPointerCapture(event.pointerId);
		pointers.set(event.pointerId, at(event));
		[right, way] = [0, 0];
	});
	element.addEventListener("pointermove", event => {
		const [x, y] = at(event);
		const before = pointers.get(event.pointerId);
		if (!before) return hover?.(x, y);
		pointers.delete(event.pointerId);
		const [other] = pointers.values();
		pointers.set(event.pointerId, [x, y]);
		if (other) {
			const apart = ([left, top]) => Math.max(1, Math.hypot(left - other[0], top - other[1]));
			zoom(apart([x, y]) / apart(before), (x + other[0]) / 2, (y + other[1]) / 2);
			right = way = NaN;
		} else {
			right += x - before[0];
			way += Math.hypot(x - before[0], y - before[1]);
			drag(x - before[0], y - before[1]);
		}
	});
	for (const name of ["pointerup", "pointercancel"])
		element.addEventListener(name, event => {
			if (pointers.delete(event.pointerId) && !pointers.size && name === "pointerup") end(right, way, ...at(event));
		});
	element.addEventListener("pointerleave", () => !pointers.size && hover?.());
}
