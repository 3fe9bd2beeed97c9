/** What this package uses of WebGPU, which TypeScript's own libraries do not know yet. */

declare module '*.wgsl' {
  const text: string;
  export default text;
}

interface GPUAdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

interface GPUSupportedLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

interface GPU {
  /** Which older browsers do not have. */
  readonly wgslLanguageFeatures?: ReadonlySet<string>;
  requestAdapter(options?: { powerPreference?: string }): Promise<GPUAdapter | null>;
}

interface GPUAdapter {
  readonly info: GPUAdapterInfo;
  /** Where older browsers keep it. */
  readonly isFallbackAdapter?: boolean;
  readonly features: ReadonlySet<string>;
  readonly limits: GPUSupportedLimits;
  requestDevice(descriptor?: {
    requiredFeatures?: string[];
    requiredLimits?: Record<string, number>;
  }): Promise<GPUDevice>;
}

interface GPUBuffer {
  readonly size: number;
  mapAsync(mode: number): Promise<void>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

interface GPUBindGroup {
  readonly label: string;
}

interface GPUShaderModule {
  readonly label: string;
}

interface GPUComputePipeline {
  getBindGroupLayout(index: number): object;
}

interface GPUComputePassEncoder {
  setPipeline(pipeline: GPUComputePipeline): void;
  setBindGroup(index: number, group: GPUBindGroup): void;
  dispatchWorkgroups(x: number, y?: number, z?: number): void;
  end(): void;
}

interface GPUCommandEncoder {
  beginComputePass(): GPUComputePassEncoder;
  copyBufferToBuffer(from: GPUBuffer, fromOffset: number, to: GPUBuffer, toOffset: number, size: number): void;
  finish(): object;
}

interface GPUQueue {
  submit(commands: object[]): void;
  writeBuffer(buffer: GPUBuffer, offset: number, data: ArrayBufferView | ArrayBuffer): void;
  onSubmittedWorkDone(): Promise<void>;
}

interface GPUDevice {
  readonly features: ReadonlySet<string>;
  readonly limits: GPUSupportedLimits;
  readonly lost: Promise<{ reason: string; message: string }>;
  readonly queue: GPUQueue;
  createBuffer(descriptor: { size: number; usage: number }): GPUBuffer;
  createShaderModule(descriptor: { code: string; label: string }): GPUShaderModule;
  createComputePipelineAsync(descriptor: {
    layout: 'auto';
    compute: { module: GPUShaderModule; entryPoint: string; constants: Record<string, number> };
  }): Promise<GPUComputePipeline>;
  createBindGroup(descriptor: {
    layout: object;
    entries: { binding: number; resource: { buffer: GPUBuffer } }[];
  }): GPUBindGroup;
  createCommandEncoder(): GPUCommandEncoder;
  pushErrorScope(kind: 'validation' | 'out-of-memory' | 'internal'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
}
