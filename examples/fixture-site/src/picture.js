import { crc32, deflateSync } from "node:zlib";

const WIDTH = 320;
const HEIGHT = 200;
const painted = new Map();

/** A PNG of soft hills in a colour of its own, the same one for the same number. */
export function paint(number) {
  const known = painted.get(number);
  if (known !== undefined) return known;
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++) paintRow(rows, y, number);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  const png = Buffer.concat(parts);
  painted.set(number, png);
  return png;
}

function paintRow(rows, y, number) {
  const start = y * (1 + WIDTH * 3) + 1;
  for (let x = 0; x < WIDTH; x++) {
    const hill = Math.sin(x / (23 + number) + number) * 30 + Math.sin(x / 11) * 6 + 120;
    const light = y > hill ? 0.55 + (y - hill) / 400 : 1 - y / 600;
    // A little grain, so that the picture weighs what a photograph of its size would.
    const grain = ((x * 7919 + y * 104_729 + number * 31) % 13) - 6;
    rows[start + x * 3] = clamp((90 + ((number * 53) % 120)) * light + grain);
    rows[start + x * 3 + 1] = clamp((120 + ((number * 29) % 90)) * light + grain);
    rows[start + x * 3 + 2] = clamp((150 + ((number * 71) % 100)) * light + grain);
  }
}

function clamp(value) {
  return Math.max(0, Math.min(255, Math.round(value)));
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
