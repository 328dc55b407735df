import { json, Problem } from "./api.js";
import { $ } from "./dom.js";
import { t } from "./language.js";

let waiting = 0;

/** Shows that an answer takes a while, or what went wrong. Null where the view was left, or it failed. */
export async function waitFor(text, signal, work) {
	waiting++;
	$("waiting-text").textContent = text;
	// A short wait needs no word.
	const timer = setTimeout(() => ($("waiting").hidden = signal.aborted), 200);
	try {
		const answer = await work();
		return signal.aborted ? null : answer;
	} catch (error) {
		if (!signal.aborted && error.name !== "AbortError") say(failure(error));
		return null;
	} finally {
		clearTimeout(timer);
		if (--waiting === 0) $("waiting").hidden = true;
	}
}

let turn = 0;

/** Makes all views ask again for what they show. */
export const outdate = () => turn++;

/** What gets a view's results, from the server only where they are others than before. Null as above. */
export function results(text) {
	let [known, found] = ["", null];
	return async (address, signal) => {
		const key = turn + address;
		if (key !== known) {
			const next = await waitFor(t(text), signal, async () => (await json(address, { signal })).results);
			if (!next) return null;
			[known, found] = [key, next];
		}
		return found;
	};
}

/** What a user is told of an error. That the server is out of reach is said elsewhere. */
export const failure = error =>
	error instanceof Problem && error.status === 0 ? "" : t("failed", { reason: error.message });

export function say(text) {
	$("message").textContent = text;
}
