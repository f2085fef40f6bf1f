/** Writes messages in the protobuf wire format (https://protobuf.dev/programming-guides/encoding): only what ONNX needs. */
export class ProtobufWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  /** Field `field` as a variable-length integer; negative numbers as 64-bit two's complement. */
  integer(field: number, value: number | bigint): this {
    this.varint(BigInt(field << 3));
    this.varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  /** Field `field` as a little-endian 32-bit float. */
  float(field: number, value: number): this {
    this.varint(BigInt((field << 3) | 5));
    this.reserve(4);
    new DataView(this.buffer.buffer).setFloat32(this.length, value, true);
    this.length += 4;
    return this;
  }

  /** Field `field` as raw bytes. */
  bytes(field: number, value: Uint8Array): this {
    this.varint(BigInt((field << 3) | 2));
    this.varint(BigInt(value.length));
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
    return this;
  }

  /** Field `field` as text. ASCII only: every name in our graphs is ours. */
  text(field: number, value: string): this {
    const codes = Uint8Array.from(value, (letter) => letter.charCodeAt(0));
    if (codes.length !== value.length || codes.some((code) => code > 127))
      throw new RangeError(`"${value}" is not ASCII.`);
    return this.bytes(field, codes);
  }

  /** Field `field` as a nested message. */
  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  /** The bytes written so far. */
  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private varint(value: bigint): void {
    this.reserve(10);
    let rest = value;
    while (rest > 127n) {
      this.buffer[this.length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.buffer[this.length++] = Number(rest);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}
