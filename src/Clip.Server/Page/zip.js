/** Packs files into an archive. They are stored, because pictures are compressed already. */
export async function zip(files) {
	const taken = new Set();
	const parts = [];
	const directory = [];
	let offset = 0;
	for (const { name, blob } of files) {
		const bytes = new TextEncoder().encode(unique(name, taken));
		const sum = checksum(new Uint8Array(await blob.arrayBuffer()));
		// Version 2.0, names in UTF-8, stored; dated 1980-01-01, because pictures carry their own dates.
		const facts = [20, 0x0800, 0, 0, 0x21];
		const sizes = [sum, blob.size, blob.size];
		parts.push(record([0x04034b50], facts, sizes, [bytes.length, 0]), bytes, blob);
		directory.push(
			record([0x02014b50], [20, ...facts], sizes, [bytes.length, 0, 0, 0, 0], [0, offset]), bytes);
		offset += 30 + bytes.length + blob.size;
	}
	const length = directory.reduce((sum, part) => sum + part.byteLength, 0);
	const end = record([0x06054b50], [0, 0, files.length, files.length], [length, offset], [0]);
	return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/** Groups of numbers: 32 bits each, then 16, 32, 16 … in turn. */
function record(...groups) {
	const size = groups.reduce((sum, group, i) => sum + group.length * (i % 2 ? 2 : 4), 0);
	const view = new DataView(new ArrayBuffer(size));
	let at = 0;
	groups.forEach((group, i) => {
		for (const value of group) {
			if (i % 2) view.setUint16(at, value, true);
			else view.setUint32(at, value, true);
			at += i % 2 ? 2 : 4;
		}
	});
	return new Uint8Array(view.buffer);
}

function unique(name, taken) {
	const dot = name.lastIndexOf(".");
	const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
	let free = name;
	for (let i = 2; taken.has(free); i++) free = `${stem} (${i})${end}`;
	taken.add(free);
	return free;
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
	for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n;
});

function checksum(bytes) {
	let sum = 0xffffffff;
	for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
	return (sum ^ 0xffffffff) >>> 0;
}
