/** The element of an id. */
export const $ = id => document.getElementById(id);

/** Listens to an event of the element of an id. */
export const on = (id, name, listener) => $(id).addEventListener(name, listener);

/** Makes an element of `class`, `text`, `on…` listeners and attributes; null and false leave one out. */
export function el(name, properties = {}, ...children) {
	const element = document.createElement(name);
	for (const [key, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) continue;
		if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
		else if (key === "class") element.className = value;
		else if (key === "text") element.textContent = value;
		else element.setAttribute(key, value === true ? "" : value);
	}
	element.append(...children.filter(child => child !== null && child !== undefined));
	return element;
}

/** Lets a click on a link act in place, unless it asks for another tab or window. */
export function inPlace(link, action) {
	link.onclick = event => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		action();
	};
}

/** An icon of the sprite in index.html. */
export function icon(name) {
	const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
	svg.classList.add("icon");
	svg.setAttribute("viewBox", "0 0 24 24");
	svg.setAttribute("aria-hidden", "true");
	use.setAttribute("href", `#i-${name}`);
	svg.append(use);
	return svg;
}

/** Whether keys go into a field and not to the page. */
export const isTyping = target =>
	target instanceof Element
	&& target.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea, select");

/** Calls back once nothing was asked for a while. */
export function later(milliseconds, callback) {
	let timer = 0;
	return (...values) => {
		clearTimeout(timer);
		timer = setTimeout(callback, milliseconds, ...values);
	};
}
