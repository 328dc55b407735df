import { lost } from "./connection.js";
import { $, el } from "./dom.js";
import { recall, remember } from "./memory.js";

/** A refusal or failure of the server. The status is 0 where it did not answer at all. */
export class Problem extends Error {
	constructor(status, message) {
		super(message);
		this.status = status;
	}
}

const mostTries = 3;
const longestPause = 5;

/** The name of the library that is searched; empty for the first. */
export const place = { library: "" };

let asking = null;
let key = recall("key", null, "sessionStorage");

/** Whether requests carry a key, which those of picture elements cannot. */
export const hasKey = () => key !== null;

/** Asks the server; asks the user for its key where it needs one, and waits where it is busy. */
export async function call(address, options = {}, tries = 1) {
	const headers = new Headers(options.headers);
	const sent = key;
	if (sent) headers.set("Authorization", `Bearer ${sent}`);
	let response;
	try {
		response = await fetch(address, { ...options, headers });
	} catch (error) {
		if (error.name === "AbortError") throw error;
		lost();
		throw new Problem(0, error.message);
	}
	if (response.ok) return response;
	if (response.status === 401) {
		if (sent === key) await askForKey();
		return call(address, options, tries);
	}
	const wait = Number(response.headers.get("Retry-After"));
	if ((response.status === 429 || response.status === 503) && tries < mostTries && wait <= longestPause) {
		await new Promise(resolve => setTimeout(resolve, 1000 * (wait || 1)));
		return call(address, options, tries + 1);
	}
	const body = await response.json().catch(() => ({}));
	throw new Problem(response.status, body.detail || body.title || response.statusText);
}

export const json = async (address, options) => (await call(address, options)).json();

/** Adds the values that are there, and the library, to an address. */
export function withQuery(address, values) {
	const query = new URLSearchParams();
	if (place.library) query.set("library", place.library);
	for (const [name, value] of Object.entries(values))
		for (const one of Array.isArray(value) ? value : [value]) if (one) query.append(name, one);
	return query.size ? `${address}?${query}` : address;
}

export const pictureAddress = (id, part = "") => `api/pictures/${encodeURIComponent(id)}${part}`;
export const thumbnail = (id, size) => pictureAddress(id, `/thumbnail?size=${size}`);

/** Shows a picture of the server. With a key, pictures cannot be loaded by their address alone. */
export async function show(image, address, signal) {
	if (!key) {
		image.src = address;
		return;
	}
	const blob = await (await call(address, { signal })).blob();
	if (signal?.aborted) return;
	const url = URL.createObjectURL(blob);
	const forget = () => URL.revokeObjectURL(url);
	for (const name of ["load", "error"]) image.addEventListener(name, forget, { once: true });
	signal?.addEventListener("abort", forget, { once: true });
	// What is here already need not come into sight first.
	image.loading = "eager";
	image.src = url;
}

/** A small picture that is loaded when it comes into sight. */
export function small(id, size, alt = "") {
	const image = el("img", { alt, loading: "lazy", decoding: "async" });
	show(image, thumbnail(id, size)).catch(() => { });
	return image;
}

/** Shows a picture in place of another once it has come as a whole. */
export async function replace(image, address, signal) {
	if (!key) {
		const next = new Image();
		next.src = address;
		await next.decode();
	}
	if (!signal.aborted) await show(image, address, signal);
}

function askForKey() {
	asking ??= new Promise(resolve => {
		const dialog = $("key-dialog");
		dialog.oncancel = event => event.preventDefault();
		// A second Escape closes it nevertheless.
		dialog.onclose = () => asking && dialog.showModal();
		$("key-form").onsubmit = () => {
			key = $("key").value.trim();
			remember("key", key, "sessionStorage");
			$("key").value = "";
			asking = null;
			resolve();
		};
		dialog.showModal();
	});
	return asking;
}

/** Reads server-sent events until the signal ends it; connects again after a pause. EventSource sends no key. */
export async function listen(address, onEvent, signal) {
	for (let pause = 1000; !signal.aborted; pause = Math.min(2 * pause, 30_000)) {
		try {
			const response = await call(address, { signal });
			const began = performance.now();
			pause = 1000;
			let text = "";
			const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
			for (let part = await reader.read(); !part.done; part = await reader.read()) {
				text += part.value;
				const messages = text.split("\n\n");
				text = messages.pop();
				for (const message of messages) {
					const lines = message.split("\n");
					const name = lines.find(line => line.startsWith("event: "))?.slice(7);
					const data = lines.find(line => line.startsWith("data: "))?.slice(6);
					if (name && data) onEvent(name, JSON.parse(data), performance.now() - began);
				}
			}
		} catch {
			// It is tried again.
		}
		onEvent("end");
		await new Promise(resolve => setTimeout(resolve, pause));
	}
}
