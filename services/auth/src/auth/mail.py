"""E-mails about accounts: what each says, in Portuguese and in English."""

from email.message import EmailMessage
from typing import Final

from atende_platform.mail import mail_message
from auth.domain import Notice, NoticeKind
from auth.settings import Settings


def invitation_link(settings: Settings, token: str) -> str:
    """Return where an invitation is accepted."""
    # Behind "#", which browsers send to nobody: the token is in no server's log.
    return f"{settings.console_url.rstrip('/')}/invitation#token={token}"


def invitation(settings: Settings, *, to: str, company: str, locale: str, token: str) -> EmailMessage:
    """Return the message that invites a person into a company."""
    link = invitation_link(settings, token)
    portuguese = _is_portuguese(locale)
    within = _duration(settings.invitation_seconds, portuguese=portuguese)
    if portuguese:
        subject = f"Convite para {company} no Atendechat"
        text = (
            f"Você foi convidado para a equipe de {company} no Atendechat.\n\n"
            f"Para aceitar, abra este endereço em até {within}:\n\n{link}\n\n"
            "Se você não esperava este convite, ignore esta mensagem.\n"
        )
    else:
        subject = f"Invitation to {company} on Atendechat"
        text = (
            f"You are invited to join the team of {company} on Atendechat.\n\n"
            f"To accept, open this address within {within}:\n\n{link}\n\n"
            "If you did not expect this invitation, ignore this message.\n"
        )
    return mail_message(settings, to, subject, text)


def registration(settings: Settings, *, to: str, company: str, token: str) -> EmailMessage:
    """Return the message with the link that confirms a registration, in both languages."""
    link = f"{settings.console_url.rstrip('/')}/registration#token={token}"
    pt = _duration(settings.registration_seconds, portuguese=True)
    en = _duration(settings.registration_seconds, portuguese=False)
    text = (
        f"Para criar a empresa {company} no Atendechat, abra este endereço em até {pt} e informe a senha"
        " que você escolheu:\n"
        f"To create the company {company} on Atendechat, open this address within {en} and enter the password"
        f" that you chose:\n\n{link}\n\n"
        "Se não foi você, ignore esta mensagem: nada foi criado.\n"
        "If it was not you, ignore this message: nothing was created.\n"
    )
    return mail_message(
        settings, to, "Confirme seu e-mail no Atendechat / Confirm your e-mail on Atendechat", text
    )


def already_registered(settings: Settings, *, to: str, locale: str | None) -> EmailMessage:
    """Return the message that tells a person who registers that they have an account already."""
    link = settings.console_url.rstrip("/")
    forgotten = f"{link}/password-reset"
    if locale is None or _is_portuguese(locale):
        subject = "Você já tem uma conta no Atendechat"
        text = (
            "Alguém quis criar uma empresa no Atendechat com este e-mail, que já tem uma conta.\n\n"
            f"Se foi você, entre em {link}; com a sua conta você pode criar outra empresa.\n"
            f"Se não lembra da senha, peça outra em {forgotten}.\n"
            "Se não foi você, ignore esta mensagem: nada foi alterado.\n"
        )
    else:
        subject = "You already have an account on Atendechat"
        text = (
            "Somebody wanted to create a company on Atendechat with this address, which has an account.\n\n"
            f"If it was you, sign in at {link}; with your account you can create another company.\n"
            f"If you forgot the password, request a new one at {forgotten}.\n"
            "If it was not you, ignore this message: nothing was changed.\n"
        )
    return mail_message(settings, to, subject, text)


def password_reset(settings: Settings, *, to: str, locale: str, token: str) -> EmailMessage:
    """Return the message with the link to choose another password."""
    link = f"{settings.console_url.rstrip('/')}/password-reset#token={token}"
    portuguese = _is_portuguese(locale)
    within = _duration(settings.password_reset_seconds, portuguese=portuguese)
    if portuguese:
        subject = "Nova senha no Atendechat"
        text = (
            "Alguém pediu uma nova senha para a sua conta no Atendechat.\n\n"
            f"Para escolhê-la, abra este endereço em até {within}:\n\n{link}\n\n"
            "Se não foi você, ignore esta mensagem: sua senha continua a mesma.\n"
        )
    else:
        subject = "A new password on Atendechat"
        text = (
            "Somebody asked for a new password for your account on Atendechat.\n\n"
            f"To choose one, open this address within {within}:\n\n{link}\n\n"
            "If it was not you, ignore this message: your password stays as it is.\n"
        )
    return mail_message(settings, to, subject, text)


def totp_reset(settings: Settings, *, to: str, company: str, locale: str, token: str) -> EmailMessage:
    """Return the message with the link to remove a lost authenticator app."""
    link = f"{settings.console_url.rstrip('/')}/totp-reset#token={token}"
    portuguese = _is_portuguese(locale)
    within = _duration(settings.totp_reset_seconds, portuguese=portuguese)
    if portuguese:
        subject = "Remover o aplicativo autenticador no Atendechat"
        text = (
            f"Quem administra {company} permitiu que você remova o seu aplicativo autenticador.\n\n"
            f"Para removê-lo, abra este endereço em até {within} e informe a sua senha:\n\n{link}\n\n"
            "Se você não pediu isto, ignore esta mensagem: o aplicativo continua valendo.\n"
        )
    else:
        subject = "Remove your authenticator app on Atendechat"
        text = (
            f"An administrator of {company} lets you remove your authenticator app.\n\n"
            f"To remove it, open this address within {within} and enter your password:\n\n{link}\n\n"
            "If you did not ask for this, ignore this message: the app stays in use.\n"
        )
    return mail_message(settings, to, subject, text)


def password_changed(settings: Settings, *, to: str, locale: str) -> EmailMessage:
    """Return the message that tells a user that their password is another one now."""
    link = f"{settings.console_url.rstrip('/')}/password-reset"
    if _is_portuguese(locale):
        subject = "Sua senha no Atendechat foi alterada"
        text = (
            "A senha da sua conta no Atendechat foi alterada, e todas as sessões foram encerradas.\n\n"
            f"Se não foi você, peça já uma nova senha em {link} e avise quem administra a sua conta.\n"
        )
    else:
        subject = "Your password on Atendechat was changed"
        text = (
            "The password of your account on Atendechat was changed, and all sessions were ended.\n\n"
            f"If it was not you, ask for a new password at once at {link} and tell your administrator.\n"
        )
    return mail_message(settings, to, subject, text)


def email_change(settings: Settings, *, to: str, locale: str, token: str) -> EmailMessage:
    """Return the message with the link that confirms a new address."""
    link = f"{settings.console_url.rstrip('/')}/email-change#token={token}"
    portuguese = _is_portuguese(locale)
    within = _duration(settings.password_reset_seconds, portuguese=portuguese)
    if portuguese:
        subject = "Confirme seu novo e-mail no Atendechat"
        text = (
            "Alguém quer usar este e-mail para entrar no Atendechat.\n\n"
            f"Para confirmar, abra este endereço em até {within} e informe a sua senha:\n\n{link}\n\n"
            "Se não foi você, ignore esta mensagem: nada foi alterado.\n"
        )
    else:
        subject = "Confirm your new e-mail address on Atendechat"
        text = (
            "Somebody wants to sign in to Atendechat with this address.\n\n"
            f"To confirm, open this address within {within} and enter your password:\n\n{link}\n\n"
            "If it was not you, ignore this message: nothing was changed.\n"
        )
    return mail_message(settings, to, subject, text)


def email_changed(settings: Settings, *, to: str, locale: str) -> EmailMessage:
    """Return the message that tells the old address that another one is used now."""
    if _is_portuguese(locale):
        subject = "Seu e-mail no Atendechat foi alterado"
        text = (
            "A sua conta no Atendechat usa outro e-mail agora, e todas as sessões foram encerradas.\n\n"
            "Se não foi você, avise já quem administra a sua empresa.\n"
        )
    else:
        subject = "Your e-mail address on Atendechat was changed"
        text = (
            "Your account on Atendechat has another e-mail address now, and all sessions were ended.\n\n"
            "If it was not you, tell the administrator of your company at once.\n"
        )
    return mail_message(settings, to, subject, text)


_TOTP_PT: Final = {
    NoticeKind.TOTP_ENABLED: "O aplicativo autenticador foi ativado na sua conta",
    NoticeKind.TOTP_DISABLED: "O aplicativo autenticador foi desativado na sua conta",
    NoticeKind.TOTP_RESET: "O aplicativo autenticador que você usava foi removido da sua conta",
    NoticeKind.RECOVERY_CODES_REPLACED: "Novos códigos de recuperação foram criados para a sua conta",
    NoticeKind.RECOVERY_CODE_USED: "Um código de recuperação da sua conta foi usado",
}
_TOTP_EN: Final = {
    NoticeKind.TOTP_ENABLED: "An authenticator app was switched on for your account",
    NoticeKind.TOTP_DISABLED: "The authenticator app was switched off for your account",
    NoticeKind.TOTP_RESET: "The authenticator app that you used was removed from your account",
    NoticeKind.RECOVERY_CODES_REPLACED: "New recovery codes were made for your account",
    NoticeKind.RECOVERY_CODE_USED: "A recovery code of your account was used",
}


def notice_mail(settings: Settings, notice: Notice) -> EmailMessage:
    """Return the message that tells a person what happened to their account or company."""
    subject, text = _notice_in_portuguese(notice) if _is_portuguese(notice.locale) else _notice(notice)
    link = settings.console_url.rstrip("/")
    return mail_message(settings, notice.email, subject, text + f"\nAtendechat: {link}\n")


def _notice_in_portuguese(notice: Notice) -> tuple[str, str]:
    data, company = notice.data, notice.data.get("company", "")
    advice = (
        'Se não foi você, escolha já uma nova senha ("Esqueci minha senha"): isso encerra todas as sessões.'
        " E avise quem administra a sua empresa.\n"
    )
    match notice.kind:
        case NoticeKind.NEW_DEVICE:
            subject = "Novo acesso à sua conta no Atendechat"
            what = (
                f"Alguém entrou em {company} com a sua conta, de um dispositivo ou lugar que não conhecemos."
            )
        case NoticeKind.API_KEY_CREATED:
            subject = f"Nova chave de API de {company} no Atendechat"
            what = f'Foi criada a chave de API "{data["name"]}" de {company}.'
            advice = (
                "Se ninguém da sua equipe a criou, revogue a chave e peça uma nova senha a quem a criou.\n"
            )
        case NoticeKind.OWNER_ADDED:
            subject = f"Novo proprietário de {company} no Atendechat"
            what = f'"{data["name"]}" agora é proprietário de {company} e pode tudo o que você pode.'
            advice = "Se isso não devia ter acontecido, desative esse usuário já e escolha uma nova senha.\n"
        case _:
            what = _TOTP_PT[notice.kind]
            subject = f"{what} no Atendechat"
            what = f"{what}."
    text = (
        f"{what}\n\nQuando: {_time(notice)}\nEndereço: {data['address']}\n"
        f"Dispositivo: {data['userAgent'] or '-'}\n\n{advice}"
    )
    if notice.last:
        text += "\nOutros avisos deste tipo não serão enviados na próxima hora.\n"
    return subject, text


def _notice(notice: Notice) -> tuple[str, str]:
    data, company = notice.data, notice.data.get("company", "")
    advice = (
        'If it was not you, choose a new password at once ("Forgot my password"): that ends all sessions.'
        " And tell the administrator of your company.\n"
    )
    match notice.kind:
        case NoticeKind.NEW_DEVICE:
            subject = "New sign-in to your account on Atendechat"
            what = f"Your account signed in to {company} from a device or a place that we do not know."
        case NoticeKind.API_KEY_CREATED:
            subject = f"New API key of {company} on Atendechat"
            what = f'The API key "{data["name"]}" of {company} was created.'
            advice = "If nobody of your team made it, revoke it, and have its maker choose a new password.\n"
        case NoticeKind.OWNER_ADDED:
            subject = f"New owner of {company} on Atendechat"
            what = f'"{data["name"]}" is an owner of {company} now, and may do all that you may.'
            advice = "If this is not intended, disable this user at once and choose a new password.\n"
        case _:
            what = _TOTP_EN[notice.kind]
            subject = f"{what} on Atendechat"
            what = f"{what}."
    text = (
        f"{what}\n\nTime: {_time(notice)}\nAddress: {data['address']}\n"
        f"Device: {data['userAgent'] or '-'}\n\n{advice}"
    )
    if notice.last:
        text += "\nNo more notices of this kind are sent within the hour.\n"
    return subject, text


def _time(notice: Notice) -> str:
    return f"{notice.at:%Y-%m-%d %H:%M} UTC"


def _is_portuguese(locale: str) -> bool:
    return locale.partition("-")[0] == "pt"


def _duration(seconds: int, *, portuguese: bool) -> str:
    """Return the time in whole days, hours or minutes, whichever says it without much loss: "7 days"."""
    if seconds >= 2 * 86400 or seconds == 86400:
        count, name = seconds // 86400, "dia" if portuguese else "day"
    elif seconds >= 2 * 3600 or seconds == 3600:
        count, name = seconds // 3600, "hora" if portuguese else "hour"
    else:
        count, name = seconds // 60, "minuto" if portuguese else "minute"
    return f"{count} {name}{'' if count == 1 else 's'}"
