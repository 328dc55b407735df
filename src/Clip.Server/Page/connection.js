import { $, on } from "./dom.js";

const slowest = 15_000;
let isLost = false;
let pause = 1000;
let timer = 0;

/** Tells `restored` when the server answers again. */
export const connection = new EventTarget();

/** Shows that the server does not answer, and tries until it does. */
export function lost() {
	if (isLost) return;
	isLost = true;
	pause = 1000;
	$("offline").hidden = false;
	timer = setTimeout(check, pause);
}

async function check() {
	clearTimeout(timer);
	if (!isLost) return;
	try {
		await fetch("healthz", { cache: "no-store" });
		isLost = false;
		$("offline").hidden = true;
		connection.dispatchEvent(new Event("restored"));
	} catch {
		pause = Math.min(2 * pause, slowest);
		timer = setTimeout(check, pause);
	}
}

export function watchConnection() {
	on("retry", "click", check);
	addEventListener("online", check);
	// A server on this machine is reached without a network, so only its silence counts.
	addEventListener("offline", () => fetch("healthz", { cache: "no-store" }).catch(lost));
}
