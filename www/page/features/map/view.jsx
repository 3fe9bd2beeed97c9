/** @file Pictures in the plane: what the last hidden layer says of them, by PCA as training goes on, by UMAP on request. */

import { useRef, useState } from 'preact/hooks';
import { dataSetOf, hasPictures } from '../../../shared/data-sets.js';
import { adoptStyle } from '../../app/adopt-style.js';
import { useClassNames } from '../../app/class-names.js';
import { useApp } from '../../app/context.js';
import { Failure } from '../../app/failure.jsx';
import { translator } from '../../app/language.js';
import { useSampleText } from '../../app/sample-text.js';
import { useValidationPictures } from '../../app/validation-pictures.js';
import { useVisible } from '../../app/visible.js';
import { arrangement, layout } from './layouts.js';
import { middleOf } from './places.js';
import { Plot } from './plot.jsx';
import { Side } from './side.jsx';
import style from './style.css' with { type: 'text' };
import { texts } from './texts.js';
import { useFrame } from './use-frame.js';

adoptStyle(style);

const text = translator(texts);

export default function PictureMap() {
  const { classes } = dataSetOf(useApp().state.experiment.value.dataset);
  return classes === 0 ? <p class="caption">{text('regression')}</p> : <ClassMap />;
}

function ClassMap() {
  const root = useRef(/** @type {HTMLDivElement | null} */ (null));
  const visible = useVisible(root);
  const { frame, count, error, retry } = useFrame(visible);
  const say = useSampleText(text, texts);
  const data = dataSetOf(useApp().state.experiment.value.dataset);
  const [chosen, setChosen] = useState(/** @type {number | null} */ (null));
  const point = frame && chosen !== null && chosen < frame.labels.length ? chosen : null;
  const pictures = useValidationPictures(point === null || !hasPictures(data) ? [] : [point], visible);
  return (
    <div class="map" ref={root}>
      <div class="map-frame">
        {error !== null && <Failure error={error} onRetry={retry} />}
        {!frame && error === null && <p class="caption">{say('waiting')}</p>}
        {frame && !frame.finite && <p>{text('infinite')}</p>}
        {frame?.finite && <Points frame={frame} chosen={point} onChoose={setChosen} />}
      </div>
      {frame && <Side frame={frame} count={count} chosen={point} pictures={pictures} />}
    </div>
  );
}

/**
 * @param {object} props
 * @param {import('./use-frame.js').MapFrame} props.frame
 * @param {number | null} props.chosen
 * @param {(point: number | null) => void} props.onChoose
 */
function Points({ frame, chosen, onChoose }) {
  const { state, actions } = useApp();
  const nameOf = useClassNames();
  const say = useSampleText(text, texts);
  const placed = arrangement.value === 'umap' && layout.value?.run === state.history.value ? layout.value : null;
  const { labels, answers, drawing } = frame;
  const positions = placed?.positions?.length === frame.positions.length ? placed.positions : frame.positions;
  const isArranged = positions !== frame.positions;
  const wrong = answers.reduce((sum, answer, at) => sum + Number(answer !== labels[at]), 0);
  const values = {
    count: labels.length,
    wrong,
    truth: nameOf(labels[chosen ?? 0] ?? 0),
    answer: nameOf(answers[chosen ?? 0] ?? 0),
  };
  return (
    <Plot
      positions={positions}
      labels={labels}
      answers={answers}
      drawing={drawing && isArranged ? middleOf(positions, drawing.neighbours) : drawing}
      chosen={chosen}
      onChoose={onChoose}
      onPress={(point) => actions.showSample(point)}
      label={say(chosen === null ? 'map' : 'mapPoint', values)}
      theme={state.theme.value}
    />
  );
}
