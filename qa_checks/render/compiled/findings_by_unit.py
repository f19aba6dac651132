"""templates/findings_by_unit.html.j2, compiled by jinja."""

made_of = "c60b803b94b28e3d3dd6776b5385e87d5b501f03fff87bf5be99513b81e96e5c"
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'findings_by_unit.html.j2'

def root(context, missing=missing):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_units = resolve('units')
    l_0_listed_units = missing
    try:
        t_1 = environment.filters['also']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'also' found.")
    try:
        t_2 = environment.filters['anchor']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'anchor' found.")
    try:
        t_3 = environment.filters['number']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'number' found.")
    try:
        t_4 = environment.filters['soft']
    except KeyError:
        @internalcode
        def t_4(*unused):
            raise TemplateRuntimeError("No filter named 'soft' found.")
    try:
        t_5 = environment.filters['text']
    except KeyError:
        @internalcode
        def t_5(*unused):
            raise TemplateRuntimeError("No filter named 'text' found.")
    pass
    def macro(l_1_listed):
        t_6 = []
        if l_1_listed is missing:
            l_1_listed = undefined("parameter 'listed' was not provided", name='listed')
        pass
        for l_2_unit in l_1_listed:
            _loop_vars = {}
            pass
            t_6.extend((
                '<details class="unit" data-unit><summary><strong>',
                escape(environment.finalize(t_5(environment.getattr(l_2_unit, 'name')))),
                '</strong> <span class="of">',
                escape(environment.finalize(environment.getattr(l_2_unit, 'counts'))),
                '</span></summary>\n<ul>\n',
            ))
            for l_3_finding in environment.getattr(l_2_unit, 'findings'):
                l_3_icon = resolve('icon')
                _loop_vars = {}
                pass
                t_6.extend((
                    '<li><span class="badge ',
                    escape(environment.finalize(('waived' if environment.getattr(l_3_finding, 'waived_by') else environment.getattr(l_3_finding, 'severity')))),
                    '">',
                    escape(environment.finalize(context.call((undefined(name='icon') if l_3_icon is missing else l_3_icon), ('waived' if environment.getattr(l_3_finding, 'waived_by') else environment.getattr(l_3_finding, 'severity')), _loop_vars=_loop_vars))),
                    escape(environment.finalize(('waived' if environment.getattr(l_3_finding, 'waived_by') else environment.getattr(l_3_finding, 'severity')))),
                    '</span> <a href="#check-',
                    escape(environment.finalize(t_2(environment.getattr(l_3_finding, 'check')))),
                    '">',
                    escape(environment.finalize(t_4(environment.getattr(l_3_finding, 'check')))),
                    '</a> ',
                    escape(environment.finalize(t_5(environment.getattr(l_3_finding, 'message')))),
                    ' <span class="sheet">',
                ))
                if environment.getattr(l_3_finding, 'row'):
                    pass
                    t_6.extend((
                        'Row ',
                        escape(environment.finalize(t_3(environment.getattr(l_3_finding, 'row')))),
                    ))
                if (environment.getattr(l_3_finding, 'row') and environment.getattr(l_3_finding, 'file')):
                    pass
                    t_6.append(
                        ', ',
                    )
                if environment.getattr(l_3_finding, 'file'):
                    pass
                    t_6.append(
                        escape(environment.finalize(t_5(environment.getattr(l_3_finding, 'file')))),
                    )
                if environment.getattr(l_3_finding, 'sheet'):
                    pass
                    t_6.extend((
                        ', ',
                        escape(environment.finalize(t_5(environment.getattr(l_3_finding, 'sheet')))),
                    ))
                if environment.getattr(l_3_finding, 'places'):
                    pass
                    t_6.extend((
                        '; ',
                        escape(environment.finalize(t_5(t_1(l_3_finding)))),
                    ))
                t_6.append(
                    '</span></li>\n',
                )
            l_3_finding = l_3_icon = missing
            t_6.append(
                '</ul>\n',
            )
            if environment.getattr(l_2_unit, 'more'):
                pass
                t_6.extend((
                    '<p class="rest">',
                    escape(environment.finalize(environment.getattr(l_2_unit, 'more'))),
                    '</p>',
                ))
            t_6.append(
                '</details>\n',
            )
        l_2_unit = missing
        return concat(t_6)
    context.exported_vars.add('listed_units')
    context.vars['listed_units'] = l_0_listed_units = Macro(environment, macro, 'listed_units', ('listed',), False, False, False, context.eval_ctx.autoescape)
    yield '<section id="units" class="screen" aria-labelledby="units-title">\n<h2 id="units-title">'
    yield escape(environment.finalize(environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'title')))
    yield '</h2>\n<p class="what">Every listed finding of one of them together, those with the most errors first.</p>\n'
    yield escape(environment.finalize(context.call((undefined(name='listed_units') if l_0_listed_units is missing else l_0_listed_units), environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'shown'))))
    yield '\n'
    if environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'folded'):
        pass
        yield '<details class="more"><summary>'
        yield escape(environment.finalize(environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'fold')))
        yield '</summary>\n'
        yield escape(environment.finalize(context.call((undefined(name='listed_units') if l_0_listed_units is missing else l_0_listed_units), environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'folded'))))
        yield '\n</details>\n'
    if environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'more'):
        pass
        yield '<p class="rest">'
        yield escape(environment.finalize(environment.getattr((undefined(name='units') if l_0_units is missing else l_0_units), 'more')))
        yield '</p>'
    yield '</section>'

blocks = {}
debug_info = '1=43&2=48&3=53&5=58&6=64&9=111&14=126&16=128&17=130&18=133&19=135&22=137'
