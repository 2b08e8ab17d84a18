"""What is wrong with a message's content, a part of `atende_contracts.field_errors`: codes and words."""

from collections.abc import Mapping
from typing import Final

from atende_contracts.words import Words

_KINDS: Final = {
    "audio": Words("um áudio", "an audio"),
    "document": Words("um documento", "a document"),
    "image": Words("uma imagem", "an image"),
    "sticker": Words("uma figurinha", "a sticker"),
    "video": Words("um vídeo", "a video"),
}
_OF_KINDS: Final = {
    **{
        f"type_of_{kind}": Words(
            f"{name.pt.capitalize()} deve ser de um destes tipos: {{types}}.",
            f"{name.en.capitalize()} must be of one of these types: {{types}}.",
        )
        for kind, name in _KINDS.items()
    },
    **{
        f"size_of_{kind}": Words(
            f"{name.pt.capitalize()} deve ter de 1 a {{most}} bytes.",
            f"{name.en.capitalize()} must have 1 to {{most}} bytes.",
        )
        for kind, name in _KINDS.items()
    },
}
_PARTS: Final = {
    "address_without_name": Words(
        "Um endereço só é mostrado junto com um nome.", "An address is shown only together with a name."
    ),
    "bad_template_name": Words(
        "Deve ter de 1 a 512 letras minúsculas, dígitos e sublinhados.",
        "Must be 1 to 512 lower-case letters, digits and underscores.",
    ),
    "button_parameter_missing": Words(
        "Um botão do tipo {kind} leva um parâmetro.", "A button of kind {kind} takes one parameter."
    ),
    "button_parameters": Words("Um botão leva um só parâmetro.", "A button takes one parameter."),
    "caption_of_kind": Words(
        "Uma mensagem do tipo {kind} não tem legenda.", "A message of kind {kind} has no caption."
    ),
    "cards_missing": Words("Um carrossel precisa de cards.", "A carousel needs cards."),
    "count_out_of_range": Words("Deve haver de 1 a {most}.", "There must be 1 to {most}."),
    "empty": Words("Não pode ser vazio.", "Must not be empty."),
    "exchange_with_data": Words(
        "Uma troca de dados não leva screen nem data.", "A data exchange takes neither screen nor data."
    ),
    "fields_missing": Words("Precisa de {fields}.", "Needs {fields}."),
    "file_outside_header": Words(
        "Um arquivo só pode estar no cabeçalho.", "A file can stand only in the header."
    ),
    "header_with_text": Words(
        "Um cabeçalho do tipo {type} não tem texto.", "A header of type {type} has no text."
    ),
    "header_without_file": Words(
        "Um cabeçalho do tipo {type} precisa de um arquivo.", "A header of type {type} needs a file."
    ),
    "list_header_not_text": Words(
        "O cabeçalho de uma lista deve ser texto.", "A list's header must be text."
    ),
    "location_request_part": Words(
        "Um pedido de localização não tem {part}.", "A location request has no {part}."
    ),
    "media_reference": Words(
        "Informe o id de um arquivo nosso, ou um provider_media_id, ou uma url.",
        "Give either the id of a file of ours, or a provider_media_id, or a url.",
    ),
    "name_part_missing": Words(
        "Falta outra parte do nome, como first_name.",
        "One more part of the name is needed, such as first_name.",
    ),
    "not_a_file_id": Words("Deve ser o id de um arquivo nosso.", "Must be the id of a file of ours."),
    "not_a_list": Words("Deve ser uma lista.", "Must be a list."),
    "not_a_web_address": Words(
        "Deve ser um endereço que comece com http:// ou https://.",
        "Must be a web address that begins with http:// or https://.",
    ),
    "not_an_object": Words("Deve ser um objeto.", "Must be an object."),
    "not_between": Words("Deve estar entre {least} e {most}.", "Must be between {least} and {most}."),
    "repeated": Words("Não pode se repetir.", "Must not be the same twice."),
    "rows_missing": Words("É preciso ao menos uma linha.", "At least one row is needed."),
    "screen_missing": Words("Os dados vão para uma tela: diga qual.", "Data is handed to a screen: name it."),
    "section_title_missing": Words(
        "Cada seção precisa de um título quando há várias.",
        "Each section needs a title when there are several.",
    ),
    "text_header_with_file": Words(
        "Um cabeçalho do tipo text não tem arquivo.", "A header of type text has no file."
    ),
    "too_many_characters": Words(
        "Pode ter no máximo {most} caracteres.", "Must have {most} characters at most."
    ),
    "too_many_components": Words(
        "Pode haver no máximo {most} componentes.", "There may be {most} components at most."
    ),
    "too_many_entries": Words("Pode ter no máximo {most} itens.", "Must have {most} entries at most."),
    "too_many_rows_of_sections": Words(
        "Todas as seções juntas podem ter no máximo {most} linhas.",
        "All sections together may have {most} rows at most.",
    ),
    "too_much_text": Words("Texto demais.", "Too much text."),
    "unfit_parameter": Words(
        "Não pode ter quebras de linha, tabulações nem mais de 4 espaços seguidos.",
        "Must not have line breaks, tabs or more than 4 spaces in a row.",
    ),
    "voice_not_audio": Words("Só um áudio pode ser mensagem de voz.", "Only audio can be a voice message."),
    "voice_not_ogg": Words("Uma mensagem de voz deve ser audio/ogg.", "A voice message must be audio/ogg."),
}

_TEMPLATES: Final = {
    "button_of_other_type": Words(
        "O botão {index} do modelo é do tipo {type}, e não {given}.",
        "The template's button {index} is of type {type}, not {given}.",
    ),
    "button_unknown": Words(
        "O modelo não tem um botão {index} que leve um valor.",
        "The template has no button {index} that takes a value.",
    ),
    "button_value_missing": Words(
        "O botão {index} do modelo precisa de um valor.", "The template's button {index} needs a value."
    ),
    "card_count": Words(
        "O carrossel do modelo tem {count} cards; foram dados {given}.",
        "The template's carousel has {count} cards; {given} are given.",
    ),
    "file_unknown": Words(
        "Nenhum arquivo com este id é conhecido aqui; pode ser novo.",
        "No uploaded file with this id is known here; it may be new.",
    ),
    "header_of_other_kind": Words(
        "O cabeçalho do modelo leva {kind}; foi dado: {given}.",
        "The template's header takes: {kind}; given is: {given}.",
    ),
    "header_takes_nothing": Words(
        "O cabeçalho do modelo não leva valor.", "The template's header takes no value."
    ),
    "offer_missing": Words(
        "O modelo precisa de um limited_time_offer.", "The template needs a limited_time_offer."
    ),
    "template_not_sent_now": Words(
        "O WhatsApp não envia este modelo agora: está {status}.",
        "WhatsApp does not send this template now: it is {status}.",
    ),
    "template_unknown": Words(
        "Nenhum modelo {name} em {language} é conhecido aqui; pode ser novo.",
        "No template {name} in {language} is known here; it may be new.",
    ),
    "values_by_name": Words(
        "Os valores que {place} do modelo leva: {takes}; foram dados: {given}.",
        "The values that the template's {place} takes: {takes}; given: {given}.",
    ),
    "values_by_number": Words(
        "Os valores que {place} do modelo leva: {takes}; foram dados {given}.",
        "The values that the template's {place} takes: {takes}; {given} are given.",
    ),
}

_RENDERED: Final = {
    "part_no_web_address": Words(
        "{part} com {variables} não é um endereço da web", "the {part} with {variables} is no web address"
    ),
    "part_too_long": Words(
        "{part} com {variables} tem mais de {most} caracteres",
        "the {part} with {variables} is longer than {most} characters",
    ),
    "value_missing": Words("não há valor para {{{{{name}}}}}", "no value for {{{{{name}}}}}"),
    "value_unfit": Words(
        "{{{{{name}}}}} tem uma quebra de linha, uma tabulação ou mais de 4 espaços seguidos, o que um"
        " parâmetro de modelo não pode ter",
        "{{{{{name}}}}} has a line break, a tab or more than 4 spaces in a row, which a template's parameter"
        " must not have",
    ),
}

_NEW_TEMPLATES: Final = {
    "authentication_text": Words(
        "O texto de um modelo de autenticação é do próprio WhatsApp.",
        "The text of an authentication template is WhatsApp's own.",
    ),
    "bad_variable_name": Words(
        "O nome de uma variável tem letras minúsculas, dígitos e sublinhados.",
        "A variable's name has lower-case letters, digits and underscores.",
    ),
    "body_component_missing": Words("Um modelo precisa de um BODY.", "A template needs a BODY."),
    "example_file_missing": Words(
        "Informe o handle de um arquivo de exemplo.", "Give the handle of an example file."
    ),
    "example_missing": Words("Dê um exemplo de cada variável.", "Give an example of each variable."),
    "example_url_missing": Words("Dê um exemplo da URL.", "Give an example of the URL."),
    "footer_with_variables": Words("Um rodapé não leva variáveis.", "A footer takes no variables."),
    "header_with_variables": Words(
        "Um cabeçalho leva no máximo uma variável.", "A header takes one variable at most."
    ),
    "one_component_only": Words("Só pode haver um {kind}.", "There may be one {kind} only."),
    "otp_button_missing": Words(
        "Um modelo de autenticação precisa de BUTTONS com um do tipo OTP.",
        "An authentication template needs BUTTONS with one of type OTP.",
    ),
    "quick_replies_apart": Words(
        "Respostas rápidas devem ficar juntas, antes ou depois dos outros botões.",
        "Quick replies must stand together, before or after the others.",
    ),
    "too_many_buttons_of_type": Words(
        "Pode haver no máximo {most} do tipo {type}.", "There may be {most} of type {type} at most."
    ),
    "url_variable": Words("Uma URL leva uma só variável, no fim.", "A URL takes one variable, at its end."),
    "variable_at_edge": Words(
        "Não pode começar nem terminar com uma variável.", "Must neither begin nor end with a variable."
    ),
    "variables_not_numbered": Words(
        "As variáveis são numeradas {{1}}, {{2}}, … sem lacunas.",
        "Variables are numbered {{1}}, {{2}}, … without a gap.",
    ),
    "variables_without_text": Words(
        "Entre duas variáveis deve haver texto.", "Between two variables there must be text."
    ),
}

CONTENT_ERRORS: Final[Mapping[str, Words]] = {
    **_OF_KINDS,
    **_PARTS,
    **_TEMPLATES,
    **_NEW_TEMPLATES,
    **_RENDERED,
}
