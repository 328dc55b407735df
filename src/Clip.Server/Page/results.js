import { json, withQuery } from "./api.js";
import { keptPicture } from "./memory.js";
import { t } from "./language.js";
import { see } from "./known.js";

const firstPage = 120;
const nextPage = 500;
const pause = 5000; // milliseconds after a failure in which nothing is asked again
const mostSeen = 4000; // whose captions and folders are suggested

/** A growing list of pictures. Tells `change` when it grew, ended or failed. */
export class Results extends EventTarget {
	items = [];
	isDone = false;
	isBusy = false;
	error = null;
	took = 0;
	#next;
	#token = null;
	#notBefore = 0;
	#ending = new AbortController();

	/** @param next Answers with the next page of a token: `{results, next_page_token, took_ms}`. */
	constructor(next) {
		super();
		this.#next = next;
	}

	/** A list that is complete. */
	static of(items) {
		const list = new Results(null);
		list.items = items;
		list.isDone = true;
		return list;
	}

	async more() {
		if (this.isBusy || this.isDone || performance.now() < this.#notBefore) return;
		this.isBusy = true;
		this.error = null;
		try {
			const answer = await this.#next(this.#token, this.items.length ? nextPage : firstPage, this.#ending.signal);
			this.took = this.items.length ? this.took : answer.took_ms;
			for (const result of answer.results) this.items.push(result);
			this.#token = answer.next_page_token || null;
			this.isDone = !this.#token;
		} catch (error) {
			if (error.name === "AbortError") return;
			this.error = error;
			this.#notBefore = performance.now() + pause;
		} finally {
			this.isBusy = false;
		}
		this.dispatchEvent(new Event("change"));
	}

	/** Stops what is on its way. */
	end = () => this.#ending.abort();
}

/** The filters of a state as the server takes them in an address. */
export const filterQuery = state => ({
	in: state.in, after: state.after, before: until(state.before), near: state.near, camera: state.camera,
});

/** The day after: a person who gives a last day means all of it, and the server's end is exclusive. */
function until(day) {
	if (!/^\d{4}-\d\d-\d\d$/.test(day)) return day;
	const next = new Date(`${day}T00:00:00Z`);
	next.setUTCDate(next.getUTCDate() + 1);
	return next.toISOString().slice(0, 10);
}

/** The pictures that a state asks for. */
export function search(state) {
	const isPlain = state.terms.every(term => term.text && term.weight === 1) && state.terms.length <= 1;
	const rank = state.rank || (state.terms.some(term => term.text) ? "fused" : "embedding");
	const self = new Set(state.terms.map(term => term.id).filter(Boolean));
	let pages = 0;
	return new Results(async (token, top, signal) => {
		const answer = isPlain
			? await json(withQuery("api/search", {
				q: state.terms[0]?.text, ...filterQuery(state), rank, top, page_token: token,
			}), { signal })
			: await json("api/search", {
				method: "POST", signal, headers: { "Content-Type": "application/json" },
				body: JSON.stringify({
					terms: await Promise.all(state.terms.map(sent)),
					filter: given(filterQuery(state)), rank, top, ...given({ page_token: token, library: state.library }),
				}),
			});
		const results = answer.results.map(slim).filter(picture => !self.has(picture.id));
		if (++pages * nextPage < mostSeen) see(results);
		return { ...answer, results };
	});
}

const given = values =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => (Array.isArray(value) ? value.length : value)));

async function sent(term) {
	if (term.text) return { text: term.text, weight: term.weight };
	if (term.id) return { picture_id: term.id, weight: term.weight };
	const picture = await keptPicture(term.image);
	if (!picture) throw new Error(t("term.gone"));
	return { image: picture, weight: term.weight };
}

/** What the page keeps of a result: a hundred thousand of them are held. */
const slim = result => ({
	id: result.id, path: result.path, score: result.score, caption: result.caption, width: result.width,
	height: result.height, captured: result.captured, camera: result.camera, latitude: result.latitude,
	longitude: result.longitude,
});
