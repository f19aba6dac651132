"""templates/published_tables.html.j2, compiled by jinja."""

made_of = "7e29348eaeeeb1da9e096e557f5e6a46ed1a8ac41464d75de4582c39b63b3af5"
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'published_tables.html.j2'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_rows = resolve('rows')
    l_0_published = resolve('published')
    l_0_cell_counts = resolve('cell_counts')
    l_0_signs = resolve('signs')
    try:
        t_1 = environment.filters['anchor']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'anchor' found.")
    try:
        t_2 = environment.filters['length']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'length' found.")
    try:
        t_3 = environment.filters['number']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'number' found.")
    try:
        t_4 = environment.filters['safe']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'safe' found.")
    try:
        t_5 = environment.filters['soft']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No filter named 'soft' found.")
    try:
        t_6 = environment.filters['text']
    except KeyError:
        @internalcode
        def t_6(*unused):
            raise TemplateRuntimeError("No filter named 'text' found.")
    pass
    yield '<section id="tables" aria-labelledby="tables-title">\n<h2 id="tables-title">Published tables</h2>\n<p class="what">'
    yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), t_2((undefined(name='published') if l_0_published is missing else l_0_published)), 'tables')))
    yield ' as they are published, cell by cell beside what the rows give: '
    yield escape(environment.finalize((undefined(name='cell_counts') if l_0_cell_counts is missing else l_0_cell_counts)))
    yield '. Open a cell that differs to see why.</p>\n<ul class="legend signs">'
    for (l_1_sign, l_1_kind, l_1_meaning) in (undefined(name='signs') if l_0_signs is missing else l_0_signs):
        _loop_vars = {}
        pass
        yield '<li class="'
        yield escape(environment.finalize(l_1_kind))
        yield '"><span class="sign" aria-hidden="true">'
        yield escape(environment.finalize(l_1_sign))
        yield '</span> '
        yield escape(environment.finalize(l_1_meaning))
        yield '</li>'
    l_1_sign = l_1_kind = l_1_meaning = missing
    yield '</ul>\n'
    for l_1_line in (undefined(name='published') if l_0_published is missing else l_0_published):
        l_1_icon = resolve('icon')
        l_1_table = missing
        _loop_vars = {}
        pass
        l_1_table = environment.getattr(l_1_line, 'table')
        _loop_vars['table'] = l_1_table
        yield '<details class="theme published '
        yield escape(environment.finalize(environment.getattr(l_1_line, 'kind')))
        yield '" id="'
        yield escape(environment.finalize(environment.getattr(l_1_line, 'anchor')))
        yield '"'
        if environment.getattr(l_1_line, 'differs'):
            pass
            yield ' open'
        yield '><summary>'
        yield escape(environment.finalize(context.call((undefined(name='icon') if l_1_icon is missing else l_1_icon), environment.getattr(l_1_line, 'kind'), _loop_vars=_loop_vars)))
        yield '<span>'
        yield escape(environment.finalize(t_5(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'title'))))
        yield '</span> <span class="of">'
        yield escape(environment.finalize(environment.getattr(l_1_line, 'counts')))
        yield '</span></summary>\n<p class="sheet">'
        yield escape(environment.finalize(t_6(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'file'))))
        if environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'sheet'):
            pass
            yield ', sheet '
            yield escape(environment.finalize(t_6(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'sheet'))))
        yield ', header on row '
        yield escape(environment.finalize(t_3(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'row'))))
        yield '. Check <a href="#check-'
        yield escape(environment.finalize(t_1(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'check'))))
        yield '">'
        yield escape(environment.finalize(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'check')))
        yield '</a>.</p>\n<div class="wide-table" role="region" aria-label="Table '
        yield escape(environment.finalize(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'name')))
        yield '" tabindex="0">\n<table class="cells">\n<caption class="unseen">'
        yield escape(environment.finalize(t_5(environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'title'))))
        yield '</caption>\n<thead><tr><th scope="col">Row</th>'
        for l_2_label in environment.getattr((undefined(name='table') if l_1_table is missing else l_1_table), 'columns'):
            _loop_vars = {}
            pass
            yield '<th scope="col" class="n">'
            yield escape(environment.finalize(t_5(l_2_label)))
            yield '</th>'
        l_2_label = missing
        yield '</tr></thead>\n<tbody>\n'
        for l_2_row in environment.getattr(l_1_line, 'rows'):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row">'
            yield escape(environment.finalize(t_5(environment.getattr(l_2_row, 'label'))))
            yield '</th>'
            for l_3_item in environment.getattr(l_2_row, 'cells'):
                _loop_vars = {}
                pass
                yield '<td class="n cell '
                yield escape(environment.finalize(environment.getattr(l_3_item, 'kind')))
                yield '">'
                if environment.getattr(l_3_item, 'facts'):
                    pass
                    yield '<details><summary><span class="unseen">'
                    yield escape(environment.finalize(environment.getattr(l_3_item, 'meaning')))
                    yield ': </span>'
                    yield escape(environment.finalize(t_6(environment.getattr(environment.getattr(l_3_item, 'cell'), 'printed'))))
                    yield '<span class="sign" aria-hidden="true">'
                    yield escape(environment.finalize(environment.getattr(l_3_item, 'sign')))
                    yield '</span></summary><dl>'
                    for (l_4_name, l_4_text) in environment.getattr(l_3_item, 'facts'):
                        _loop_vars = {}
                        pass
                        yield '<div><dt>'
                        yield escape(environment.finalize(l_4_name))
                        yield '</dt><dd>'
                        yield escape(environment.finalize(t_5(l_4_text)))
                        yield '</dd></div>'
                    l_4_name = l_4_text = missing
                    yield '</dl></details>'
                else:
                    pass
                    yield '<span><span class="unseen">'
                    yield escape(environment.finalize(environment.getattr(l_3_item, 'meaning')))
                    yield ': </span>'
                    yield escape(environment.finalize(t_6(environment.getattr(environment.getattr(l_3_item, 'cell'), 'printed'))))
                    yield '<span class="sign" aria-hidden="true">'
                    yield escape(environment.finalize(environment.getattr(l_3_item, 'sign')))
                    yield '</span></span>'
                yield '</td>'
            l_3_item = missing
            yield '</tr>\n'
            if environment.getattr(l_2_row, 'cause'):
                pass
                yield '<tr class="cause"><td colspan="'
                yield escape(environment.finalize((t_2(environment.getattr(l_2_row, 'cells')) + 1)))
                yield '"><p><strong>'
                yield escape(environment.finalize(t_5(environment.getattr(l_2_row, 'label'))))
                yield '</strong>: '
                yield escape(environment.finalize(environment.getattr(l_2_row, 'cause')))
                yield '</p></td></tr>'
        l_2_row = missing
        yield '</tbody>\n</table>\n</div>\n'
        if environment.getattr(l_1_line, 'drawing'):
            pass
            yield '<div class="series-row">'
            yield escape(environment.finalize(t_4(environment.getattr(l_1_line, 'drawing'))))
            yield '</div>\n<p class="sheet">The line is what is published, from the earliest row to the latest; a dot is what the rows give, a cross where they differ.</p>'
        yield '</details>\n'
    l_1_line = l_1_table = l_1_icon = missing
    yield '</section>'

blocks = {}
debug_info = '3=52&4=56&5=68&6=73&7=76&8=90&9=102&11=104&12=106&14=114&15=118&16=157&21=168'
