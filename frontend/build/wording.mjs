// [the literal exactly as form-js-viewer 1.23.0 has it in its source, the Chinese one that replaces it]
export const FORM_VIEWER = [
  // what the person did wrong
  [`'Value is not a number.'`, `'请填写数字。'`],
  [
    `'Value is expected to ' + (decimalDigits === 0 ? 'be an integer' : \`have at most \${decimalDigits} decimal digit\${decimalDigits > 1 ? 's' : ''}\`) + '.'`,
    `(decimalDigits === 0 ? '请填写整数。' : \`最多保留 \${decimalDigits} 位小数。\`)`,
  ],
  [
    '`Please select a valid value, the two nearest valid values are ${previousValue} and ${nextValue}.`',
    '`请填写有效的数值，最接近的是 ${previousValue} 和 ${nextValue}。`',
  ],
  ['`Field must match pattern ${validation.pattern}.`', "'格式不正确，请检查后重新填写。'"],
  [`'Field is required.'`, `field.type === 'checkbox' ? '请勾选此项。' : '请填写此项。'`],
  ['`Field must have minimum value of ${validation.min}.`', '`不能小于 ${validation.min}。`'],
  ['`Field must have maximum value of ${validation.max}.`', '`不能大于 ${validation.max}。`'],
  [`'Min validation value is not a valid number.'`, `'表单设置的最小值不是数字，请告知流程设计人员。'`],
  [`'Max validation value is not a valid number.'`, `'表单设置的最大值不是数字，请告知流程设计人员。'`],
  ['`Field must have minimum length of ${validation.minLength}.`', '`至少填写 ${validation.minLength} 个字。`'],
  ['`Field must have maximum length of ${validation.maxLength}.`', '`最多填写 ${validation.maxLength} 个字。`'],
  [
    `'Field must be a valid  international phone number. (e.g. +4930664040900)'`,
    `'请填写带国际区号的电话号码，例如 +8657112345678。'`,
  ],
  [`'Field must be a valid email.'`, `'请填写正确的电子邮箱。'`],
  [`'Date and time must both be entered.'`, `'请同时填写日期和时间。'`],

  // choosing
  [`valueLabel || 'Select'`, `valueLabel || '请选择'`],
  [`placeholder: 'Search'`, `placeholder: '输入关键字查找'`],
  [`placeholder: disabled || readonly ? undefined : 'Search'`, `placeholder: disabled || readonly ? undefined : '输入关键字查找'`],
  [`emptyListMessage = 'No results'`, `emptyListMessage = '没有符合的选项'`],
  [`hasOptionsLeft ? 'No results' : 'All values selected'`, `hasOptionsLeft ? '没有符合的选项' : '已全部选择'`],
  [`label: "Skip to search"`, `label: "跳到查找框"`],
  [`title: "Remove tag"`, `title: "移除"`],
  [`'No options source defined in the form definition'`, `'表单没有设置选项来源，请告知流程设计人员。'`],
  [`"aria-label": "Increment"`, `"aria-label": "加一"`],
  [`"aria-label": "Decrement"`, `"aria-label": "减一"`],

  // lists and tables
  [`'Add new'`, `'添加一项'`],
  ['`Expand all (${values.length - 1})`', '`展开全部（${values.length} 项）`'],
  [`'Collapse'`, `'收起'`],
  ['`Remove list item ${itemIndex + 1}`', '`移除第 ${itemIndex + 1} 项`'],
  [`'Nothing to show.'`, `'暂无内容。'`],
  [`children: "Nothing to show."`, `children: "暂无内容。"`],
  [`[currentPage + 1, " of ", chunkedData.length]`, `["第 ", currentPage + 1, " 页，共 ", chunkedData.length, " 页"]`],
  [`"aria-label": "Previous page"`, `"aria-label": "上一页"`],
  [`"aria-label": "Next page"`, `"aria-label": "下一页"`],
  ['`Click to sort by ${label} descending`', '`按${label}从大到小排列`'],
  ['`Click to sort by ${label} ascending`', '`按${label}从小到大排列`'],
  [`'Click to remove sorting'`, `'取消排列'`],

  // files and outside content
  [`children: "Browse"`, `children: "选择文件"`],
  [`'No files selected'`, `'尚未选择文件'`],
  ['`${files.length} files selected`', '`已选择 ${files.length} 个文件`'],
  [`'Document reference is not defined.'`, `'表单没有设置文书来源，请告知流程设计人员。'`],
  [`'Unable to download document'`, `'文书下载失败，请稍后再试。'`],
  ['`Download ${fileName}`', '`下载 ${fileName}`'],
  [`text: "No content to show."`, `text: "暂无内容。"`],
  [`text: "External content couldn't be loaded."`, `text: "外部内容没有加载成功。"`],
  [`alt: "This is an image placeholder"`, `alt: "图片占位"`],
];
