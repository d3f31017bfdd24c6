/** The part of WebAssembly that Node has and the `lib` of this project leaves out. */
declare namespace WebAssembly {
  interface Module {
    readonly __module: unique symbol;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, unknown>): Promise<Instance>;
}
