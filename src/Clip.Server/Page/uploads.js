import { keepPicture } from "./memory.js";

const largestEdge = 1024;
const smallFile = 300_000;

/** Keeps a picture under a name for the address. Each page of results sends it again, so it is made smaller. */
export async function takePicture(file) {
	let blob = file;
	try {
		const bitmap = await createImageBitmap(file);
		const scale = Math.min(1, largestEdge / Math.max(bitmap.width, bitmap.height));
		if (scale < 1 || file.size > smallFile) {
			const canvas = document.createElement("canvas");
			canvas.width = Math.max(1, Math.round(bitmap.width * scale));
			canvas.height = Math.max(1, Math.round(bitmap.height * scale));
			const context = canvas.getContext("2d");
			context.fillStyle = "#fff";
			context.fillRect(0, 0, canvas.width, canvas.height);
			context.imageSmoothingQuality = "high";
			context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
			blob = await new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", 0.95)) ?? file;
		}
	} catch {
		// The browser cannot read it; the server may.
	}
	const address = await new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result);
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(blob);
	});
	const name = hash(address);
	await keepPicture(name, address);
	return name;
}

/** A name for a content; crypto.subtle is missing where the page does not come by https. */
function hash(text) {
	let [a, b] = [1, 2];
	for (let i = 0; i < text.length; i++) {
		a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
		b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
	}
	return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
