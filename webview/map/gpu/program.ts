import { fragmentShader, vertexShader } from './shaders.ts';

const uniforms = [
  'origin',
  'scale',
  'size',
  'shown',
  'sides',
  'tops',
  'layer',
  'ring',
  'palette',
  'masks',
  'opacity',
] as const;

export interface Program {
  readonly program: WebGLProgram;
  readonly at: Readonly<Record<(typeof uniforms)[number], WebGLUniformLocation | null>>;
  readonly place: number;
  readonly slot: number;
}

/** The compiled program; throws with the driver's words where it does not compile. */
export function compile(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('The graphics driver makes no shader.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`The graphics driver refuses the map: ${gl.getProgramInfoLog(program)}`);
  const at = Object.fromEntries(uniforms.map((name) => [name, gl.getUniformLocation(program, name)]));
  return {
    program,
    at: at as Program['at'],
    place: gl.getAttribLocation(program, 'place'),
    slot: gl.getAttribLocation(program, 'slot'),
  };
}
