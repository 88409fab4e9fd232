import { render } from 'preact';
import { App } from './app.js';
import { language } from './i18n/language.js';
import './style/page.css';

document.documentElement.lang = language;
render(<App />, document.getElementById('page')!);
