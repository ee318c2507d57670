export { ScrollBox } from '../../parts/ScrollBox.tsx';
