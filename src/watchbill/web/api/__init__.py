"""REST: one file per noun."""

from starlette.convertors import StringConvertor, register_url_convertor


class Name(StringConvertor):
    """A thing's name in an address: it may have a slash."""

    regex = ".+"


register_url_convertor("name", Name())
