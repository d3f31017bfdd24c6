import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { applyTheme, createThemeSetting } from './settings/theme.js';
import { browserStorage } from './settings/storage.js';
import './styles/index.css';

const root = document.getElementById('root');
if (root) {
  applyTheme(createThemeSetting(browserStorage(window)).read());
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
