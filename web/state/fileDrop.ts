import { useEffect, useState } from 'react';
import { useLatest } from './latest.ts';

/** Takes a file that is dropped anywhere on the page, while `on`. @returns whether one is held over it */
export function useFileDrop(on: boolean, onFile: (file: File) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useLatest(onFile);
  useEffect(() => {
    if (!on) return;
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) latest.current(file);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    addEventListener('dragover', onDragOver);
    addEventListener('drop', onDrop);
    addEventListener('dragleave', onLeave);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('drop', onDrop);
      removeEventListener('dragleave', onLeave);
    };
  }, [on, latest]);
  return over;
}
