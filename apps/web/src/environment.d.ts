/** Folder with pdf.js's character maps and fonts, relative to the page's root. */
declare const __PDFJS__: string;

declare module '*.css';
declare module '*.svg' {
  const url: string;
  export default url;
}
declare module '*?url' {
  const url: string;
  export default url;
}
