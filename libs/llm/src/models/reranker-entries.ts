import type { RerankerEntry } from './catalogue-entry.js';

/**
 * Models that judge passages against a question, the recommended one first. Sizes and hashes as the hub lists them;
 * neither file has been run here. Other GGUFs of the same models may lack the classifier that ranking needs: the
 * engine refuses those by name instead of ranking by noise.
 */
export const rerankers: readonly RerankerEntry[] = [
  {
    id: 'bge-reranker-v2-m3-q8-0',
    kind: 'reranker',
    title: 'BGE Reranker v2 M3, Q8_0',
    source: {
      repository: 'gpustack/bge-reranker-v2-m3-GGUF',
      revision: '3093af03b1a635e67b084b1d8c03c5f5e020fd05',
      file: 'bge-reranker-v2-m3-Q8_0.gguf',
    },
    sizeBytes: 635_676_416,
    sizeIsExact: true,
    sha256: 'a43c7c9b11a4c1517e5bf95151960e1621d1b72f7a493364b01e386cf1aaa1d3',
    contextSize: 8192,
    licence: 'Apache-2.0',
    languages: ['en', 'ja', 'mul'],
    note: 'Even in English and Japanese. It reads every passage together with the question: for GPUs, since 20 passages take a CPU many seconds.',
  },
  {
    id: 'qwen3-reranker-0.6b-q8-0',
    kind: 'reranker',
    title: 'Qwen3 Reranker 0.6B, Q8_0',
    source: {
      repository: 'ggml-org/Qwen3-Reranker-0.6B-Q8_0-GGUF',
      revision: 'a02f48bb4f057028298c21fa033da2b30d7742d5',
      file: 'qwen3-reranker-0.6b-q8_0.gguf',
    },
    sizeBytes: 639_153_184,
    sizeIsExact: true,
    sha256: '22c9979ce4fbcdc5acdc310c6641c32797eff1aa980b8f7a2db8a8ea23429a48',
    contextSize: 32_768,
    licence: 'Apache-2.0',
    languages: ['en', 'ja', 'mul'],
    note: "llama.cpp's own conversion, with the prompt that it was trained on inside. Many other conversions of this model lack the classifier, and are refused.",
  },
];
