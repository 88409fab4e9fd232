import { describeSearchIndex, startMemoryIndex } from '../../support/search-index-contract.js';

describeSearchIndex('the index in memory', startMemoryIndex);
