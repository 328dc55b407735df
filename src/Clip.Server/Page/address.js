/**
 * The state of the page is its address. A weight (`w`) belongs to the term before it:
 * `?q=dog&q=people&w=-1&like=ID&after=2024-01-01&open=ID`.
 */
const single = ["view", "after", "before", "near", "in", "rank", "library", "open", "group", "k", "threshold", "method"];

/** What listeners are told: `change`, with what the state was before in `detail`. */
export const address = new EventTarget();

export let state = read(location.search);

export function read(search) {
	const found = { terms: [], camera: [] };
	for (const name of single) found[name] = "";
	for (const [name, value] of new URLSearchParams(search)) {
		if (!value) continue;
		if (name === "q") found.terms.push({ text: value, weight: 1 });
		else if (name === "like") found.terms.push({ id: value, weight: 1 });
		else if (name === "image") found.terms.push({ image: value, weight: 1 });
		else if (name === "w" && found.terms.length && isFinite(value)) found.terms.at(-1).weight = Number(value);
		else if (name === "camera") found.camera.push(value);
		else if (single.includes(name)) found[name] = value;
	}
	return found;
}

export function write(values) {
	const query = new URLSearchParams();
	for (const term of values.terms) {
		if (term.text) query.append("q", term.text);
		else if (term.id) query.append("like", term.id);
		else query.append("image", term.image);
		if (term.weight !== 1) query.append("w", term.weight);
	}
	for (const camera of values.camera) query.append("camera", camera);
	for (const name of single) if (values[name]) query.append(name, values[name]);
	return query.size ? `?${query}` : location.pathname;
}

/** Changes the state. `replace` leaves no way back to the present one. */
export function go(changes, { replace = false, origin = "" } = {}) {
	const before = state;
	state = { ...state, ...changes };
	if (write(state) === write(before)) {
		address.dispatchEvent(new CustomEvent("same", { detail: before }));
		return;
	}
	history[replace ? "replaceState" : "pushState"]({ origin }, "", write(state));
	address.dispatchEvent(new CustomEvent("change", { detail: before }));
}

addEventListener("popstate", () => {
	const before = state;
	state = read(location.search);
	address.dispatchEvent(new CustomEvent("change", { detail: before }));
});

const none = { after: "", before: "", near: "", in: "", camera: [] };

/** What a state without filters has in their place. */
export const withoutFilters = () => ({ ...none, camera: [] });

/** How many filters narrow the search. */
export const filterCount = values =>
	values.camera.length + ["after", "before", "near", "in"].filter(name => values[name]).length;
