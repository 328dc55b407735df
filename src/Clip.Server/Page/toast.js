import { $, el } from "./dom.js";

const shown = 6000;
let timer = 0;

/** Says something for a moment, also to screen readers; `action` is a button's text and what it does. */
export function toast(text, { action = null, stays = false } = {}) {
	const box = $("toast");
	clearTimeout(timer);
	// A modal dialog lies above everything else, so the text moves into it.
	const parent = document.querySelector("dialog[open]") ?? document.body;
	if (box.parentElement !== parent) parent.append(box);
	box.replaceChildren(...text ? [el("span", { text })] : []);
	if (action && text) {
		box.append(el("button", {
			text: action.text, onclick: () => {
				box.replaceChildren();
				action.run();
			},
		}));
	}
	if (!stays) timer = setTimeout(() => box.replaceChildren(), shown);
}
