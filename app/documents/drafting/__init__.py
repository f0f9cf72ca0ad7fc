"""How the shipped templates were made: plain texts (texts/*.txt) set as Word files. `python -m app.documents.drafting`.

What a centre changes, it changes in Word; this is only for those who change what ships.

    #- 上河村人民调解委员会     whose paper it is          #  标题      the title
    #> 编号：…                 to the right               == 一、…     a heading
    a line                     a paragraph                : a line    the same without indentation
    | 标签 | 值 | 标签 | 值      a form's row               |= a | b    heads of columns, |- a | b  a row of such a list
    % for x in y … % endfor    repeats what stands between, rows if the lines between begin with |
    @sign A、B                 lines to sign on           @signparties    one for each party
    @seal {{ committee }}      place of the seal with the date            ---  a sheet for somebody else
"""
