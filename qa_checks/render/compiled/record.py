"""templates/record.html.j2, compiled by jinja."""

made_of = "42dc32e247e6a5847385c0fc0c1ca6cd9ac94dfbbfd77e89d2bed82cb7081645"
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'record.html.j2'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_record = resolve('record')
    l_0_rows = resolve('rows')
    l_0_report = resolve('report')
    try:
        t_1 = environment.filters['anchor']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'anchor' found.")
    try:
        t_2 = environment.filters['date']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'date' found.")
    try:
        t_3 = environment.filters['heading']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'heading' found.")
    try:
        t_4 = environment.filters['join']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'join' found.")
    try:
        t_5 = environment.filters['length']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No filter named 'length' found.")
    try:
        t_6 = environment.filters['number']
    except KeyError:
        @internalcode
        def t_6(*unused):
            raise TemplateRuntimeError("No filter named 'number' found.")
    try:
        t_7 = environment.filters['text']
    except KeyError:
        @internalcode
        def t_7(*unused):
            raise TemplateRuntimeError("No filter named 'text' found.")
    pass
    if environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'areas'):
        pass
        yield '<section id="checklist" aria-labelledby="checklist-title">\n<h2 id="checklist-title">Checklist</h2>\n<p class="what">What the quality assurance of a release covers. An item is proven by checks of this run, or attested by the second analyst, who is not the producing analyst.</p>\n<table class="quiet checklist">\n<caption>'
        yield escape(environment.finalize(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'done')))
        yield ' done</caption>\n<thead><tr><th scope="col">State</th><th scope="col">Item</th><th scope="col">What shows it</th><th scope="col">Who and when</th></tr></thead>\n'
        for (l_1_area, l_1_lines) in environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'areas'):
            _loop_vars = {}
            pass
            yield '<tbody>\n<tr class="area"><th scope="rowgroup" colspan="4">'
            yield escape(environment.finalize(l_1_area))
            yield '</th></tr>\n'
            for l_2_line in l_1_lines:
                l_2_icon = resolve('icon')
                l_2_item = missing
                _loop_vars = {}
                pass
                l_2_item = environment.getattr(l_2_line, 'item')
                _loop_vars['item'] = l_2_item
                yield '<tr id="item-'
                yield escape(environment.finalize(t_1(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'id'))))
                yield '"><td><span class="badge '
                yield escape(environment.finalize(environment.getattr(l_2_line, 'kind')))
                yield '">'
                yield escape(environment.finalize(context.call((undefined(name='icon') if l_2_icon is missing else l_2_icon), environment.getattr(l_2_line, 'kind'), _loop_vars=_loop_vars)))
                yield escape(environment.finalize(environment.getattr(l_2_line, 'word')))
                yield '</span></td><th scope="row">'
                yield escape(environment.finalize(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'title')))
                yield ' <span class="sheet">'
                yield escape(environment.finalize(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'id')))
                yield '</span></th><td>'
                if environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'note'):
                    pass
                    yield escape(environment.finalize(t_7(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'note'))))
                if environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'reason'):
                    pass
                    if environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'note'):
                        pass
                        yield '<span class="sheet">'
                        yield escape(environment.finalize(t_3(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'reason'))))
                        yield '.</span>'
                    else:
                        pass
                        yield escape(environment.finalize(t_3(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'reason'))))
                        yield '.'
                if (environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'asks') and (not environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'note'))):
                    pass
                    yield '<span class="sheet">'
                    yield escape(environment.finalize(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'asks')))
                    yield '</span>'
                if environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'checks'):
                    pass
                    yield '<details><summary>'
                    yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), t_5(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'checks')), 'checks', _loop_vars=_loop_vars)))
                    yield '</summary><ul class="proofs">'
                    for l_3_check in environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'checks'):
                        _loop_vars = {}
                        pass
                        yield '<li><a href="#check-'
                        yield escape(environment.finalize(t_1(l_3_check)))
                        yield '">'
                        yield escape(environment.finalize(l_3_check))
                        yield '</a></li>'
                    l_3_check = missing
                    yield '</ul></details>'
                yield '</td><td'
                if (not environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'who')):
                    pass
                    yield ' class="nil"'
                yield '>'
                if environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'who'):
                    pass
                    yield escape(environment.finalize(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'who')))
                    yield '<span class="sheet">'
                    yield escape(environment.finalize(t_2(environment.getattr((undefined(name='item') if l_2_item is missing else l_2_item), 'when'))))
                    yield '</span>'
                else:
                    pass
                    yield '–'
                yield '</td></tr>\n'
            l_2_line = l_2_item = l_2_icon = missing
            yield '</tbody>\n'
        l_1_area = l_1_lines = missing
        yield '</table>\n<h3 id="assurance">Assurance</h3>\n<dl class="facts assurance">\n<div class="wide"><dt>Statement of assurance</dt><dd>'
        if environment.getattr(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'assurance'), 'statement'):
            pass
            yield escape(environment.finalize(environment.getattr(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'assurance'), 'statement')))
        else:
            pass
            yield '<span class="none">none yet</span>'
        yield '</dd></div>\n'
        for (l_1_name, l_1_said) in (('Assumptions', environment.getattr(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'assurance'), 'assumptions')), ('Limitations', environment.getattr(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'assurance'), 'limitations'))):
            _loop_vars = {}
            pass
            yield '<div><dt>'
            yield escape(environment.finalize(l_1_name))
            yield '</dt><dd>'
            if l_1_said:
                pass
                yield '<ul>'
                for l_2_one in l_1_said:
                    _loop_vars = {}
                    pass
                    yield '<li>'
                    yield escape(environment.finalize(l_2_one))
                    yield '</li>'
                l_2_one = missing
                yield '</ul>'
            else:
                pass
                yield '<span class="none">none stated</span>'
            yield '</dd></div>\n'
        l_1_name = l_1_said = missing
        yield '</dl>\n<h3 id="open-points">Before the sign-off</h3>\n'
        if environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'open'):
            pass
            yield '<details><summary>'
            yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), t_5(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'open')), 'points')))
            yield ' '
            yield escape(environment.finalize(('is' if (t_5(environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'open')) == 1) else 'are')))
            yield ' open</summary>\n<ul class="points">\n'
            for l_1_point in environment.getattr((undefined(name='record') if l_0_record is missing else l_0_record), 'open'):
                _loop_vars = {}
                pass
                yield '<li>'
                yield escape(environment.finalize(l_1_point))
                yield '</li>\n'
            l_1_point = missing
            yield '</ul>\n</details>\n'
        else:
            pass
            yield '<p class="what">Nothing is open: the release can be signed off.</p>\n'
        yield '</section>\n'
    yield '\n'
    if environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'decisions'):
        pass
        yield '<section id="decisions" aria-labelledby="decisions-title">\n<h2 id="decisions-title">Decisions</h2>\n<table class="quiet decisions">\n<caption class="unseen">Recorded decisions and the findings they cover</caption>\n<thead><tr><th scope="col">No.</th><th scope="col">Rule and keys</th><th scope="col">Decision and reason</th><th scope="col">Who and when</th><th scope="col">State</th><th scope="col" class="n">Covers</th></tr></thead>\n<tbody>\n'
        for l_1_decision in environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'decisions'):
            l_1_icon = resolve('icon')
            _loop_vars = {}
            pass
            yield '<tr id="decision-'
            yield escape(environment.finalize(environment.getattr(l_1_decision, 'number')))
            yield '"><th scope="row" class="n" data-label="Decision">'
            yield escape(environment.finalize(environment.getattr(l_1_decision, 'number')))
            yield '</th><td><a href="#check-'
            yield escape(environment.finalize(t_1(environment.getattr(l_1_decision, 'rule'))))
            yield '">'
            yield escape(environment.finalize(environment.getattr(l_1_decision, 'rule')))
            yield '</a><span class="sheet">'
            yield escape(environment.finalize(t_7(t_4(context.eval_ctx, environment.getattr(l_1_decision, 'keys'), ', '))))
            yield '</span></td><td><strong>'
            yield escape(environment.finalize(t_3(environment.getattr(l_1_decision, 'decision'))))
            yield '.</strong> '
            yield escape(environment.finalize(t_7(environment.getattr(l_1_decision, 'reason'))))
            yield '</td><td>'
            yield escape(environment.finalize(environment.getattr(l_1_decision, 'who')))
            yield '<span class="sheet">'
            yield escape(environment.finalize(t_2(environment.getattr(l_1_decision, 'when'))))
            if environment.getattr(l_1_decision, 'until'):
                pass
                yield ' until '
                yield escape(environment.finalize(t_2(environment.getattr(l_1_decision, 'until'))))
            yield '</span></td><td>'
            if environment.getattr(l_1_decision, 'in_force'):
                pass
                yield 'In force'
            else:
                pass
                yield '<strong class="lapsed">'
                yield escape(environment.finalize(context.call((undefined(name='icon') if l_1_icon is missing else l_1_icon), 'warning', _loop_vars=_loop_vars)))
                yield escape(environment.finalize(t_3(environment.getattr(l_1_decision, 'state'))))
                yield '</strong>'
            yield '</td><td class="n" data-label="Covers">'
            yield escape(environment.finalize(t_6(environment.getattr(l_1_decision, 'covers'))))
            yield '</td></tr>\n'
        l_1_decision = l_1_icon = missing
        yield '</tbody>\n</table>\n</section>\n'

blocks = {}
debug_info = '1=56&6=59&8=61&10=65&11=67&12=72&13=75&20=139&21=146&22=150&26=169&27=172&29=176&30=180&40=189&47=192&48=197'
