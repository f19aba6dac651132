"""templates/second_opinion.html.j2, compiled by jinja."""

made_of = "c16d4241440e07a0e505594c93c7f8794a73d79a3b7027a24b3d0897692ee791"
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'second_opinion.html.j2'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_report = resolve('report')
    l_0_rows = resolve('rows')
    l_0_second = l_0_apart = missing
    try:
        t_1 = environment.filters['disagreements']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'disagreements' found.")
    try:
        t_2 = environment.filters['number']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'number' found.")
    try:
        t_3 = environment.filters['second_opinion']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'second_opinion' found.")
    try:
        t_4 = environment.filters['text']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'text' found.")
    try:
        t_5 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    l_0_second = environment.getattr((undefined(name='report') if l_0_report is missing else l_0_report), 'second_opinion')
    context.vars['second'] = l_0_second
    context.exported_vars.add('second')
    yield '<section id="second-opinion" aria-labelledby="second-opinion-title">\n<h2 id="second-opinion-title">Second opinion</h2>\n<p>Other engines counted the same checks again: pandera those of the schemas, Great Expectations, on SQLite, the rules.</p>\n<p><strong>'
    yield escape(environment.finalize(t_3((undefined(name='second') if l_0_second is missing else l_0_second))))
    yield '</strong></p>\n'
    l_0_apart = t_1((undefined(name='second') if l_0_second is missing else l_0_second))
    context.vars['apart'] = l_0_apart
    context.exported_vars.add('apart')
    if (undefined(name='apart') if l_0_apart is missing else l_0_apart):
        pass
        yield '<table class="quiet">\n<caption>Checks whose counts differ: find out which is right before relying on either</caption>\n<thead><tr><th scope="col">Check</th><th scope="col">Engine</th><th scope="col" class="n">It counts</th><th scope="col" class="n">qa-checks counts</th></tr></thead>\n<tbody>\n'
        for l_1_one in (undefined(name='apart') if l_0_apart is missing else l_0_apart):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row">'
            yield escape(environment.finalize(environment.getattr(l_1_one, 'check')))
            yield '</th><td>'
            yield escape(environment.finalize(environment.getattr(l_1_one, 'engine')))
            yield '</td><td class="n">'
            yield escape(environment.finalize(t_2(environment.getattr(l_1_one, 'counted'))))
            yield '</td><td class="n">'
            yield escape(environment.finalize(t_2(environment.getattr(l_1_one, 'here'))))
            yield '</td></tr>\n'
        l_1_one = missing
        yield '</tbody>\n</table>\n'
    if environment.getattr((undefined(name='second') if l_0_second is missing else l_0_second), 'without'):
        pass
        yield '<details><summary>'
        yield escape(environment.finalize(context.call((undefined(name='rows') if l_0_rows is missing else l_0_rows), environment.getattr((undefined(name='second') if l_0_second is missing else l_0_second), 'without'), 'checks')))
        yield ' without a second opinion, and why</summary>\n<table class="quiet">\n<caption class="unseen">Checks without a second opinion</caption>\n<thead><tr><th scope="col">Check</th><th scope="col">Why</th></tr></thead>\n<tbody>\n'
        def t_6(fiter):
            for l_1_one in fiter:
                if t_5(environment.getattr(l_1_one, 'agrees')):
                    yield l_1_one
        for l_1_one in t_6(environment.getattr((undefined(name='second') if l_0_second is missing else l_0_second), 'opinions')):
            _loop_vars = {}
            pass
            yield '<tr><th scope="row">'
            yield escape(environment.finalize(environment.getattr(l_1_one, 'check')))
            yield '</th><td>'
            yield escape(environment.finalize(t_4(environment.getattr(l_1_one, 'reason'))))
            yield '</td></tr>\n'
        l_1_one = missing
        yield '</tbody>\n</table>\n</details>\n'
    yield '</section>'

blocks = {}
debug_info = '1=44&5=48&6=50&7=53&12=56&13=60&18=70&19=73&24=75&25=83'
