/** @file Texts of a pad. */

export const texts = {
  en: {
    pad: 'Drawing pad',
    padHelp: 'Arrow keys move the pen, with Shift a quarter as far. Enter puts the pen down and lifts it again.',
    inviteKeys: 'Arrow keys move, Enter draws',
    penDown: 'Pen down, {x} % across, {y} % down',
    penUp: 'Pen up, {x} % across, {y} % down',
  },
  zh: {
    pad: '画板',
    padHelp: '方向键移动画笔，按住 Shift 时每次只移动四分之一。回车键落笔，再按一次提笔。',
    inviteKeys: '方向键移动，回车键落笔',
    penDown: '已落笔，横向 {x} %，纵向 {y} %',
    penUp: '已提笔，横向 {x} %，纵向 {y} %',
  },
};
