"""What is wrong with one field of a request: the ``code`` of an item of ``errors``, and its words.

These are our own; those of pydantic, which checks types and lengths, are in `atende_contracts.type_errors`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from atende_contracts.content_errors import CONTENT_ERRORS
from atende_contracts.words import Parameter, Words, fill

_BODIES: Final = {
    "bad_cursor": Words("Este cursor não foi dado por esta API.", "The cursor is not one this API gave out."),
    "body_missing": Words("Envie os bytes do arquivo como corpo.", "Send the file's bytes as the body."),
    "not_json": Words(
        "Isto não é JSON: {error}, no caractere {at}.", "This is not JSON: {error}, at character {at}."
    ),
    "not_utf8": Words("Isto não é UTF-8.", "This is not UTF-8."),
    "revision_unquoted": Words(
        'Informe a revisão entre aspas, como "3".', 'Give the revision in quotes, such as "3".'
    ),
    "too_many_digits": Words("Um número tem dígitos demais.", "A number has too many digits."),
    "nested_too_deeply": Words("Isto tem níveis demais.", "This is nested too deeply."),
    "unstorable_character": Words(
        "Contém um caractere que não pode ser guardado.", "It contains a character that cannot be stored."
    ),
    "unknown_parameter": Words(
        "Parâmetro desconhecido. Este endereço aceita {known}.",
        "Unknown query parameter. This route takes {known}.",
    ),
    "unknown_parameter_of_none": Words(
        "Parâmetro desconhecido. Este endereço não aceita nenhum.",
        "Unknown query parameter. This route takes none.",
    ),
    "unknown_part": Words(
        "Parte desconhecida do formulário. Este endereço aceita {known}.",
        "Unknown part of the form. This route takes {known}.",
    ),
}

_TEXTS_AND_TIMES: Final = {
    "control_characters": Words(
        "não pode conter caracteres de controle", "must not contain control characters"
    ),
    "not_a_date_time": Words(
        "deve ser uma data com hora, como 2030-12-24T09:00:00-03:00",
        "must be a date with a time, such as 2030-12-24T09:00:00-03:00",
    ),
    "not_a_locale": Words(
        "deve ser um código de idioma, como pt-BR", "must be a language tag, such as pt-BR"
    ),
    "not_a_time_zone": Words(
        "deve ser um fuso horário da IANA, como America/Sao_Paulo",
        "must be an IANA time zone, such as America/Sao_Paulo",
    ),
    "not_a_webhook_url": Words(
        "deve ser um endereço https completo, sem usuário, senha e fragmento",
        "must be a complete https URL without user, password and fragment",
    ),
    "address_not_public": Words(
        "deve ser um endereço da internet: este é de uma rede privada",
        "must be an address on the internet: this one is of a private network",
    ),
    "event_type_unknown": Words(
        "deve ser um destes tipos de evento: {known}", "must be one of these types of events: {known}"
    ),
    "not_an_email": Words("deve ser um e-mail", "must be an e-mail address: {error}"),
    "not_an_https_url": Words(
        "deve ser um endereço https://, sem usuário nem senha",
        "must be an https:// address without a user name or password",
    ),
    "not_one_line": Words(
        "não pode conter caracteres de controle, quebras de linha nem inversões da direção do texto",
        "must not contain control characters, line breaks or text direction overrides",
    ),
    "not_printable_ascii": Words(
        "só pode ter caracteres ASCII imprimíveis, sem espaços", "must be printable ASCII without spaces"
    ),
    "not_storable": Words(
        "não pode conter U+0000 nem surrogates sem par", "must not contain U+0000 or unpaired surrogates"
    ),
    "number_not_finite": Words(
        "não pode conter números que não sejam finitos", "must not contain numbers that are not finite"
    ),
    "reversed": Words("{first} deve vir antes de {then}", "{first} must be before {then}"),
    "filter_kind": Words(
        "deve ter um destes: and, or, not, tag, field, lastSeen",
        "must have one of: and, or, not, tag, field, lastSeen",
    ),
    "too_deep": Words("pode ter no máximo {most} níveis", "must be nested {most} levels at most"),
    "too_many_bytes": Words(
        "pode ter no máximo {most} bytes de JSON", "must be {most} bytes of JSON at most"
    ),
    "year_out_of_range": Words("deve estar entre {first} e {last}", "must be between {first} and {last}"),
}

_CHOICES: Final = {
    "give_one_of": Words("informe um destes: {fields}", "give one of {fields}"),
    "give_some_of": Words("informe ao menos um destes: {fields}", "give at least one of {fields}"),
    "not_one_of": Words("Deve ser um destes: {values}.", "Must be one of: {values}."),
    "not_within": Words("Deve ser de {least} a {most}.", "Must be {least} to {most}."),
}

_ACCOUNTS: Final = {
    "code_missing": Words(
        "Informe um código do seu aplicativo, ou um código de recuperação.",
        "Give a code of your app, or a recovery code.",
    ),
    "expiry_out_of_range": Words(
        "Deve estar no futuro, dentro de dois anos.", "Must be in the future, and within two years."
    ),
    "limit_above_installation": Words(
        "Esta instalação permite no máximo {most}.", "This installation allows {most} at most."
    ),
    "scopes_never_allowed": Words(
        "Nenhuma chave de API pode ter: {scopes}.", "No API key can have: {scopes}."
    ),
    "scopes_not_yours": Words("Você mesmo não tem: {scopes}.", "You do not have yourself: {scopes}."),
    "token_days": Words("Um token vale de 1 a {most} dias.", "A token lives 1 to {most} days."),
    "unknown_limit": Words(
        "Não existe o limite {name}. Existem: {known}.", "There is no limit {name}. There are: {known}."
    ),
    "unknown_limits": Words("estes limites não existem: {names}", "no such limits: {names}"),
}

_CHANNELS: Final = {
    "not_of_provider": Words(
        "Os canais deste provedor não têm isto.", "Channels of this provider do not have this."
    ),
    "pairing_phone_missing": Words(
        "Informe o telefone em que o código será digitado.", "Give the phone that the code is typed on."
    ),
    "pairing_phone_needless": Words(
        "Só a conexão por código leva um telefone.", "Only connecting with a code takes a phone."
    ),
    "risk_not_accepted": Words(
        "Confirme que conhece o risco: o WhatsApp Web não é oficial e o número pode ser bloqueado.",
        "Confirm that you know the risk: WhatsApp Web is not official, and the number may be blocked.",
    ),
}

_CAMPAIGNS: Final = {
    "campaign_unknown": Words("Não existe esta outra campanha.", "There is no such other campaign."),
    "channel_unknown": Words(
        "Não existe este canal. Um criado há instantes é conhecido aqui em segundos.",
        "There is no such channel. One that was made a moment ago is known here within seconds.",
    ),
    "contact_unaddressable": Words(
        "Este contato não tem telefone nem ID do WhatsApp.",
        "This contact has no phone number or WhatsApp ID.",
    ),
    "contact_unknown": Words(
        "Não existe este contato. Um criado há instantes é conhecido aqui em segundos.",
        "There is no such contact. One that was made a moment ago is known here within seconds.",
    ),
    "cron_fields": Words(
        "A expressão cron deve ter cinco campos: minuto, hora, dia do mês, mês e dia da semana.",
        "The cron expression must have five fields: minute, hour, day of month, month, day of week.",
    ),
    "cron_invalid": Words(
        "A expressão cron não é válida: {error}.", "The cron expression is no cron expression: {error}."
    ),
    "cron_never": Words("A expressão cron nunca ocorre.", "The cron expression never comes."),
    "cron_too_often": Words(
        "A expressão cron deve deixar 15 minutos entre duas execuções.",
        "The cron expression must leave 15 minutes between two runs.",
    ),
    "header_value": Words(
        "um cabeçalho do tipo text leva text; qualquer outro leva id, url ou providerMediaId",
        "a header of type text takes text; any other takes id, url or providerMediaId",
    ),
    "keyword_of_both": Words(
        "uma palavra-chave não pode significar as duas coisas: {keywords}",
        "a keyword cannot mean both: {keywords}",
    ),
    "no_room_for_return": Words(
        "O texto não nomeia uma palavra-chave para voltar, e é longo demais para acrescentar uma.",
        "The text names no keyword for coming back, and is too long to add one.",
    ),
    "only_recurring": Words(
        "{name}: só uma campanha do tipo recurring o tem.",
        "{name}: only a campaign of type recurring has it.",
    ),
    "only_scheduled": Words(
        "{name}: só uma campanha do tipo scheduled o tem.",
        "{name}: only a campaign of type scheduled has it.",
    ),
    "parameters_mixed": Words(
        "os parâmetros têm todos nomes, ou números a partir de 1 sem lacunas",
        "parameters are either all named, or numbered from 1 without a gap",
    ),
    "recurring_needs_cron": Words(
        "{name}: uma campanha recorrente precisa de uma expressão cron.",
        "{name}: a recurring campaign needs a cron expression.",
    ),
    "scheduled_needs_time": Words(
        "{name}: uma campanha agendada precisa da hora em que começa.",
        "{name}: a scheduled campaign needs the time at which it starts.",
    ),
    "segment_unknown": Words("Não existe este segmento.", "There is no such segment."),
    "template_forms": Words(
        "informe components, ou então parameters, header e buttons",
        "give either components, or parameters, header and buttons",
    ),
    "too_many_conditions": Words(
        "pode ter no máximo {most} condições", "must have {most} conditions at most"
    ),
    "variant_unknown": Words("A campanha não tem esta variante.", "The campaign has no such variant."),
    "variants_unnamed": Words(
        "Cada variante precisa de um nome próprio.", "Every variant needs a name of its own."
    ),
}

_CONVERSATIONS: Final = {
    "date_twice": Words("Uma data aparece duas vezes.", "A date appears twice."),
    "intervals_not_in_order": Words(
        "Os horários de um dia devem estar em ordem, com tempo entre eles.",
        "The intervals of a day must be in order, with time between them.",
    ),
    "menu_option_twice": Words(
        "Cada opção precisa de um nome e de uma fila próprios.",
        "Every option needs a label and a queue of its own.",
    ),
    "too_many_channel_policies": Words(
        "No máximo {most} canais podem ter regras próprias.",
        "At most {most} channels can have rules of their own.",
    ),
    "queue_unknown": Words(
        "Não existe esta fila, ou ela está arquivada.", "There is no such queue, or it is archived."
    ),
    "custom_field_boolean": Words("Deve ser true ou false.", "Must be true or false."),
    "custom_field_date": Words("Deve ser uma data, como 2026-12-24.", "Must be a date, such as 2026-12-24."),
    "custom_field_list": Words("Deve ser um destes: {options}.", "Must be one of: {options}."),
    "custom_field_number": Words("Deve ser um número, como 12.5.", "Must be a number, such as 12.5."),
    "agent_unknown": Words(
        "Não existe este usuário, ou ele não atende clientes.",
        "There is no such user, or they do not work with customers.",
    ),
    "not_a_color": Words("Deve ser uma cor, como #0a7d4f.", "Must be a color, such as #0a7d4f."),
    "contact_or_phone": Words("Informe contactId ou phone.", "Give either contactId or phone."),
    "must_be_later": Words("Deve ser um momento futuro.", "It must be a time to come."),
    "message_unknown": Words(
        "Não existe esta mensagem deste contato.", "There is no such message of this contact."
    ),
    "contact_without_channel": Words(
        "Informe contactId e channelId juntos.", "Give contactId and channelId together."
    ),
    "reaction_scheduled": Words("Uma reação não pode ser agendada.", "A reaction cannot be scheduled."),
    "too_far_ahead": Words(
        "Deve ser no máximo daqui a {days} dias.", "It must be {days} days from now at most."
    ),
    "recording_too_long": Words(
        "Uma gravação tem no máximo {minutes} minutos.", "A recording lasts {minutes} minutes at most."
    ),
    "recording_unreadable": Words(
        "Isto não é uma gravação em Ogg, WebM, MP4, MP3, AAC, AMR ou WAV que se possa ler.",
        "This is not a readable recording in Ogg, WebM, MP4, MP3, AAC, AMR or WAV.",
    ),
    "nul_character": Words("O caractere U+0000 não é permitido.", "The character U+0000 is not allowed."),
    "options_alike": Words("Duas opções são iguais.", "Two options are alike."),
    "options_of_lists": Words(
        "Um campo do tipo list tem opções, e só ele.", "A field of kind list has options, and no other has."
    ),
    "same_tag": Words("É a mesma etiqueta.", "It is the same tag."),
    "reaction_answers": Words(
        "Uma reação é posta sob sua mensagem e não responde a nenhuma.",
        "A reaction is put under its message, and answers none.",
    ),
    "text_or_content": Words("Informe text ou content.", "Give either text or content."),
    "too_many_custom_fields": Words(
        "Um contato pode ter no máximo {most} campos personalizados, e teria {count}.",
        "A contact may have {most} custom fields at most, and would have {count}.",
    ),
}

_QUICK_REPLIES: Final = {
    "not_a_shortcut": Words(
        "Deve ser uma barra e uma palavra, como /bomdia.", "Must be a slash and a word, such as /bomdia."
    ),
    "action_of_macros": Words(
        "Só uma macro, que um atendente executa, pode fazer isto.",
        "Only a macro, which an agent runs, can do this.",
    ),
    "not_all_automations": Words(
        "Informe todas as {count} automações, cada uma uma vez.", "Name all {count} automations, each once."
    ),
    "quick_reply_unknown": Words(
        "Não existe esta resposta rápida compartilhada.", "There is no such shared quick reply."
    ),
    "tag_unknown": Words(
        "Não existe esta etiqueta, ou ela foi arquivada.", "There is no such tag, or it is archived."
    ),
    "text_or_file": Words("Informe um texto ou um arquivo.", "Give a text or a file."),
    "too_many_variables": Words("pode ter no máximo {most} variáveis", "must have {most} variables at most"),
    "unknown_variable": Words(
        "não existe a variável {name}. Existem: {known} e contact.customFields.nome",
        "there is no variable {name}. There are: {known} and contact.customFields.name",
    ),
}

_FILES: Final = {
    "file_type_unnamed": Words(
        "Informe o tipo do arquivo, como image/png.", "Name the type of the file, such as image/png."
    ),
}

_REPORTS: Final = {
    "period_reversed": Words("O período termina antes de começar.", "The period ends before it begins."),
    "period_too_long": Words(
        "Um período pode ter no máximo {most} dias.", "A period may have {most} days at most."
    ),
    "not_of_report": Words("Este relatório não tem este filtro.", "This report does not have this filter."),
    "weekday_missing": Words("Informe o dia da semana.", "Name the day of the week."),
    "day_of_month_missing": Words("Informe o dia do mês.", "Name the day of the month."),
    "campaign_missing": Words("Informe a campanha.", "Name the campaign."),
    "recipient_missing": Words("Informe ao menos um destinatário.", "Name at least one recipient."),
    "recipient_repeated": Words(
        "Um destinatário aparece mais de uma vez.", "A recipient is named more than once."
    ),
    "recipient_unknown": Words(
        "Um destinatário não é usuário ativo da sua empresa.",
        "A recipient is not an active user of your company.",
    ),
    "recipient_without_access": Words(
        "{name} não pode ver os relatórios de toda a empresa.",
        "{name} may not see the reports of the whole company.",
    ),
}

_PHONES: Final = {
    "external_id_taken": Words(
        "Outro contato já tem este ID externo.", "Another contact has this external ID already."
    ),
    "external_id_unknown": Words(
        "Nenhum contato tem este ID externo, e falta o telefone para criar um.",
        "No contact has this external ID, and the phone is missing to create one.",
    ),
    "email_invalid": Words("Isto não é um e-mail.", "This is not an e-mail address."),
    "phone_missing": Words("Falta o telefone.", "The phone is missing."),
    "phone_invalid": Words("Isto não é um número de telefone.", "This is not a phone number."),
    "phone_shortened": Words(
        "A planilha abreviou este número de telefone e perdeu dígitos. Formate a coluna como texto e digite-o"
        " de novo.",
        "The spreadsheet shortened this phone number and lost digits. Format the column as text and type it"
        " again.",
    ),
    "phone_with_decimals": Words(
        "Este número tem casas decimais e não é um telefone. Formate a coluna como texto.",
        "This number has decimals and is not a phone number. Format the column as text.",
    ),
    "several_phones": Words(
        "Há mais de um número de telefone aqui. Deixe só um.",
        "There is more than one phone number here. Leave one.",
    ),
    "area_code_missing": Words(
        "Falta o código de área (DDD) deste número de telefone.",
        "The area code of this phone number is missing.",
    ),
    "area_code_unknown": Words(
        "Não existe o código de área (DDD) {area} no Brasil.", "There is no area code {area} in Brazil."
    ),
    "phone_too_short": Words(
        "O número de telefone tem dígitos de menos.", "The phone number has too few digits."
    ),
    "phone_too_long": Words(
        "O número de telefone tem dígitos demais. Comece números de outro país com + e o código do país.",
        "The phone number has too many digits. Begin numbers of another country with + and its country code.",
    ),
    "phone_not_in_country": Words(
        "Não existe este número de telefone no país da empresa. Comece números de outro país com + e o código"
        " do país.",
        "There is no such phone number in the company's country. Begin numbers of another country with + and"
        " its country code.",
    ),
    "phone_unknown": Words("Não existe um número de telefone assim.", "There is no phone number like this."),
    "country_code_unknown": Words("Não existe este código de país.", "There is no such country code."),
}

_ROWS: Final = {
    "cell_too_long": Words("Isto tem mais de {most} caracteres.", "This has more than {most} characters."),
    "line_of_other_encoding": Words(
        "Esta linha está em outra codificação de texto que o resto do arquivo.",
        "This line is in another text encoding than the rest of the file.",
    ),
    "phone_in_earlier_line": Words(
        "Este número já está na linha {line}.", "This number is in line {line} already."
    ),
    "stray_quote": Words(
        "Há aspas sem par nesta linha.", "There is a quotation mark without its pair in this line."
    ),
    "too_many_cells": Words(
        "A linha tem mais células que o cabeçalho: falta talvez pôr aspas em uma delas.",
        "The row has more cells than the header: one of them may need quotation marks.",
    ),
    "too_many_tags": Words(
        "São permitidas até {most} etiquetas de {chars} caracteres.",
        "Up to {most} tags of {chars} characters are allowed.",
    ),
    "too_many_fields_of_row": Words(
        "Um contato pode ter no máximo {most} campos personalizados.",
        "A contact may have {most} custom fields at most.",
    ),
    "would_have_too_many_fields": Words(
        "O contato teria mais de {most} campos personalizados.",
        "The contact would have more than {most} custom fields.",
    ),
    "would_have_too_many_tags": Words(
        "O contato teria mais de {most} tags.", "The contact would have more than {most} tags."
    ),
    "user_id_invalid": Words("Isto não é um ID de usuário do WhatsApp.", "This is not a WhatsApp user ID."),
}
"""What is wrong with a row of a file."""

_TABLES: Final = {
    "column_name_refused": Words(
        "O nome da coluna {column} pode ter no máximo {most} caracteres, sem chaves nem barras.",
        "The name of the column {column} may have {most} characters at most, without braces and bars.",
    ),
    "column_repeated": Words("Duas colunas têm o nome {column}.", "Two columns have the name {column}."),
    "file_not_a_table": Words(
        "O arquivo não é uma tabela. Envie CSV ou XLSX.", "The file is not a table. Send CSV or XLSX."
    ),
    "file_of_old_excel": Words(
        "O arquivo é do Excel antigo (XLS). Salve-o como XLSX ou CSV.",
        "The file is of the old Excel (XLS). Save it as XLSX or CSV.",
    ),
    "file_empty": Words("O arquivo está vazio.", "The file is empty."),
    "people_unnamed": Words(
        "Indique ao menos uma coluna de telefone, de ID de usuário ou de ID externo.",
        "Name at least one column as phone, user ID or external ID.",
    ),
    "column_unknown": Words(
        "O arquivo tem {columns} colunas, contadas a partir de 0.",
        "The file has {columns} columns, counted from 0.",
    ),
    "column_mapped_twice": Words("Esta coluna aparece duas vezes.", "This column is named twice."),
    "use_taken": Words(
        "Outra coluna já é usada como {use}; só pode haver uma.",
        "Another column is used as {use} already; there can be one only.",
    ),
    "field_name_taken": Words(
        "Outra coluna já tem este nome de campo.", "Another column has this field name already."
    ),
    "field_unnamed": Words(
        "Dê um nome de até {most} caracteres ao campo desta coluna.",
        "Give the field of this column a name of up to {most} characters.",
    ),
    "header_missing": Words(
        "Nenhuma coluna de telefones foi encontrada. Dê a ela o nome telefone, celular ou whatsapp na"
        " primeira linha.",
        "No column of phone numbers was found. Name it phone, mobile or whatsapp in the first line.",
    ),
    "too_many_columns": Words(
        "O arquivo pode ter no máximo {most} colunas.", "The file may have {most} columns at most."
    ),
    "too_many_rows": Words(
        "O arquivo pode ter no máximo {most} linhas.", "The file may have {most} rows at most."
    ),
    "workbook_damaged": Words(
        "O arquivo está danificado ou não é XLSX. Salve-o de novo como XLSX ou CSV.",
        "The file is damaged or not XLSX. Save it again as XLSX or CSV.",
    ),
    "workbook_too_large": Words(
        "A planilha é grande demais. Divida-a, ou salve-a como CSV.",
        "The workbook is too large. Split it, or save it as CSV.",
    ),
    "workbook_too_many_columns": Words(
        "A planilha tem colunas demais.", "The workbook has too many columns."
    ),
    "workbook_too_many_rows": Words(
        "A planilha tem linhas demais. Divida-a em várias.", "The workbook has too many rows. Split it."
    ),
}

FIELD_ERRORS: Final[Mapping[str, Words]] = {
    **_BODIES, **_TEXTS_AND_TIMES, **_CHOICES, **_ACCOUNTS, **_CHANNELS, **_CAMPAIGNS,
    **_CONVERSATIONS, **_FILES,
    **_QUICK_REPLIES, **_REPORTS, **_PHONES, **_ROWS, **_TABLES, **CONTENT_ERRORS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, a path such as ``action.buttons.0.title``; ``words`` are filled in."""

    field: str
    code: str
    params: Mapping[str, Parameter]
    words: Words

    @classmethod
    def of(cls, field: str, code: str, **params: Parameter) -> Self:
        """Return an error by its key in `FIELD_ERRORS`."""
        named = {to_camel(name): value for name, value in params.items()}
        return cls(field, code, named, fill(FIELD_ERRORS[code], named))

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.words.en


class Invalid(ValueError):
    """A value is not valid, by a key of `FIELD_ERRORS`; its field is known to the caller."""

    def __init__(self, code: str, **params: Parameter) -> None:
        self.code = code
        self.params = {to_camel(name): value for name, value in params.items()}
        self.words = fill(FIELD_ERRORS[code], self.params)
        super().__init__(self.words.en)

    def at(self, field: str) -> FieldError:
        """Return it as an error of a field."""
        return FieldError(field, self.code, self.params, self.words)


def invalid(code: str, **params: Parameter) -> PydanticCustomError:
    """Return what a validator raises: pydantic names the field, and the code becomes the error's type."""
    named = {to_camel(name): value for name, value in params.items()}
    return PydanticCustomError(code, FIELD_ERRORS[code].en, named)
