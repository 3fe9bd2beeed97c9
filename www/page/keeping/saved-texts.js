/** @file Texts of the line that says how old the last kept state is. */

export const texts = {
  en: {
    nothing: 'Nothing to keep yet',
    now: 'Step {step} is kept',
    ago: 'Step {step} is kept, {age}',
    full: 'No room to keep more: the last kept step is {step}',
    off: 'Not kept after this visit',
    explained: 'The run, its curves and weights are kept in this browser while it trains, and go on after a reload',
    elsewhere: 'Another tab trains the run from which this one began, at step {step}.',
    elsewhereNamed: 'Another tab trains “{name}”, from which this run began, at step {step}.',
    takeOver: 'Take over',
  },
  zh: {
    nothing: '尚无内容需要保留',
    now: '已保留第 {step} 步',
    ago: '已保留第 {step} 步（{age}）',
    full: '没有空间再保留：最后保留的是第 {step} 步',
    off: '此次访问之后不保留',
    explained: '训练时，训练本身、曲线和权重都保留在此浏览器中，重新加载后继续',
    elsewhere: '此训练分支自另一个标签页正在进行的训练（第 {step} 步）。',
    elsewhereNamed: '此训练分支自另一个标签页中的“{name}”（第 {step} 步）。',
    takeOver: '接管',
  },
};
