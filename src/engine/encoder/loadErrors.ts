/** Why onnxruntime refused a model, as the end of a sentence that begins with the model's name. */
export function explainLoadError(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
  const opset = /opset (\d+) is under development|Opset (\d+) is under|max supported (?:opset|version)/i.exec(
    message,
  );
  if (opset !== null || /Unsupported model IR version/i.test(message))
    return 'was written for a newer ONNX than this onnxruntime knows; export it with opset 21 or lower';
  if (/external data|External initializer|external_data|model_path must not be empty/i.test(message))
    return `keeps its weights in a file beside it that is missing or damaged (${detail(message)}); put that file next to it`;
  if (/protobuf|failed to parse|No graph was found|ModelProto/i.test(message))
    return 'is not an ONNX model, or is damaged; export it or download it again';
  if (
    /not a registered function|is not implemented|NOT_IMPLEMENTED|custom op|No Op registered/i.test(message)
  )
    return `uses an operator this onnxruntime does not have (${detail(message)}); export it without it`;
  return `could not be loaded (${detail(message)})`;
}

function detail(message: string): string {
  return message.replace(/^.*?(?:Load model from \S+ failed:|Error:)\s*/, '').slice(0, 200);
}
