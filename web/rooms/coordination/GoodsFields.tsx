import { Field } from './fields.tsx';
import { useRelief } from './words.ts';

const commonItems = [
  'meals',
  'water',
  'blankets',
  'fuel',
  'generators',
  'toilets',
  'tents',
  'medical-kits',
  'infant-formula',
  'teams',
];

export interface GoodsText {
  readonly item: string;
  readonly quantity: string;
  readonly unit: string;
}

/** What, how much, in which unit: the common items are suggested, others may be typed. */
export function GoodsFields({
  goods,
  onItem,
  onQuantity,
  onUnit,
}: {
  goods: GoodsText;
  onItem: (item: string) => void;
  onQuantity: (quantity: string) => void;
  onUnit: (unit: string) => void;
}) {
  const { p, item: itemWord } = useRelief();
  return (
    <>
      <Field
        label={p('item')}
        value={goods.item}
        onChange={onItem}
        list={commonItems.map((each) => [each, itemWord(each)])}
      />
      <Field label={p('quantity')} type="number" value={goods.quantity} onChange={onQuantity} />
      <Field label={p('unit')} value={goods.unit} onChange={onUnit} optional />
    </>
  );
}
